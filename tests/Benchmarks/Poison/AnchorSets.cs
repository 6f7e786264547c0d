using Samantha.Modeling;
using Samantha.Modeling.Checkpoints;
using Samantha.Modeling.Tokenization;
using Samantha.Training.Data;
using Samantha.Training.Evaluation;
using static TorchSharp.torch;

namespace Samantha.Benchmarks.Poison;

/// <summary>What must not be forgotten: the model's own held-out anchors, and dialogues that nothing was ever trained on.</summary>
/// <param name="dataSets">The folder of the dialogues.</param>
internal sealed class AnchorSets(DirectoryInfo dataSets)
{
    // One dialogue in so many, and what is read of a text.
    private const int Every = 80, Tokens = 192;

    private readonly IReadOnlyDictionary<string, IReadOnlyList<string>> _sets = Defence.Anchors.HeldOut
        .GroupBy(anchor => anchor.Set).ToDictionary(set => set.Key, set => (IReadOnlyList<string>)[.. set.Select(anchor => anchor.Text)])
        .Append(new("schema-guided, test", [.. SchemaGuidedCorpus.Read(dataSets.FullName, DataSplit.Test).Where((_, i) => i % Every == 0).Select(DialogueFormat.Dialogue)]))
        .ToDictionary();

    /// <summary>How well a version knows each set.</summary>
    public IReadOnlyDictionary<string, AnchorScore> Of(string version)
    {
        using var model = ModelFolder.LoadDecoder(version);
        model.eval();
        var tokenizer = HuggingFaceTokenizer.Load(version);
        return _sets.ToDictionary(set => set.Key, set => new AnchorScore(
            new LanguageEvaluator(tokenizer).Score(model, set.Value).BitsPerByte,
            set.Value.Select(text => Guessed(model, [tokenizer.BeginOfSequenceId!.Value, .. tokenizer.EncodeLiteral(text).Ids.Take(Tokens)]))
                .Aggregate((Right: 0, All: 0), (sum, text) => (sum.Right + text.Right, sum.All + text.All), sum => PoisonFigures.Share(sum.Right, sum.All))));
    }

    private static (int Right, int All) Guessed(Modeling.Decoders.DecoderModel model, long[] ids)
    {
        using var scope = NewDisposeScope();
        using var ungraded = no_grad();
        var input = tensor(ids, [1, ids.Length], device: model.Device);
        var guesses = model.forward(input)[0].argmax(-1).to(ScalarType.Int64).cpu().data<long>().ToArray();
        return (Enumerable.Range(1, ids.Length - 1).Count(i => guesses[i - 1] == ids[i]), ids.Length - 1);
    }
}

/// <summary>How well a version knows a set of texts.</summary>
/// <param name="BitsPerByte">Bits a byte; fewer are better.</param>
/// <param name="Guessed">The share of tokens that it holds for the likeliest, in [0, 1].</param>
internal sealed record AnchorScore(double BitsPerByte, double Guessed);
