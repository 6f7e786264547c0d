using System.Security.Cryptography;
using System.Text;
using Samantha.Modeling;
using Samantha.Modeling.Checkpoints;
using Samantha.Modeling.Decoders;
using Samantha.Modeling.Tokenization;
using Samantha.Modeling.Tokenization.Training;
using Samantha.Training.Data;
using Samantha.Training.Runs;

namespace Samantha.Training.Continual.Language;

/// <summary>
/// The model that a stream of domains starts from: a small decoder, and its tokenizer, made of the training dialogues in which
/// none of the stream's domains occurs. It knows the form of a dialogue and nothing of what is to be taught.
/// </summary>
/// <param name="dataSets">The data sets' root.</param>
/// <param name="folder">Where it is kept, so that it is made once.</param>
/// <param name="domains">The domains that it must not know.</param>
public sealed class LanguageBase(string dataSets, string folder, IReadOnlyList<string> domains)
{
    private const int VocabularySize = 1024;

    private static readonly TrainingOptions Training = new()
    {
        Batches = new MixtureOptions { RowLength = 128, BatchTokens = 2048 },
        CheckpointEvery = TimeSpan.FromHours(1),
        EvaluateEvery = TimeSpan.FromHours(1),
        ReportEvery = 50,
    };

    /// <summary>Gradient steps that it is made in.</summary>
    public int Steps { get; init; } = 600;

    /// <summary>The folder of the model; it is trained first if there is none. The same data give the same model.</summary>
    /// <param name="say">Is told what is being done.</param>
    /// <param name="cancellationToken">Stops the training.</param>
    /// <exception cref="TrainingDataException">The dialogues are missing or malformed.</exception>
    public string Make(Action<string> say, CancellationToken cancellationToken = default)
    {
        var dialogues = SchemaGuidedCorpus.ReadWithServices(dataSets, DataSplit.Train)
            .Where(dialogue => !dialogue.Domains.Intersect(domains).Any())
            .Select(dialogue => DialogueFormat.Dialogue(dialogue.Turns))
            .ToList();
        if (dialogues.Count == 0)
            throw new TrainingDataException("No dialogue is without the stream's domains: there is nothing to make a starting model of.");
        var made = Path.Combine(folder, $"base-{Digest(dialogues)}");
        if (!Directory.Exists(made))
            Train(made, dialogues, say, cancellationToken);
        return made;
    }

    private void Train(string made, List<string> dialogues, Action<string> say, CancellationToken cancellationToken)
    {
        var tokenizer = Tokenizer(dialogues, cancellationToken);
        var source = new TokenCache(Path.Combine(folder, "tokens"), tokenizer).Get(
            new TextSource("base", 1, () => dialogues.Select(text => new Document(text))), cancellationToken);
        var shape = Shape(tokenizer);
        using var model = new DecoderModel(shape).Initialise(Training.Seed);
        say($"Making the starting model: {shape.ParameterCount():N0} parameters, {Steps} steps on {dialogues.Count:N0} dialogues of other domains ({source.Tokens.Length:N0} tokens)");
        var trainer = new Trainer(
            new DecoderObjective(model, tokenizer, () => null), new Mixture([source], Training.Batches, tokenizer.PaddingId!.Value), Training with { Steps = Steps }, TimeProvider.System);
        var checkpoint = made + ".checkpoint";
        trainer.Run(checkpoint, resume: true, new Progress(say), cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        ModelFolder.Save(made, model, WeightType.Float32, tokenizer.Save);
        Directory.Delete(checkpoint, recursive: true);
    }

    private static HuggingFaceTokenizer Tokenizer(List<string> dialogues, CancellationToken cancellationToken) => new BpeTrainer(new BpeTrainerOptions
    {
        VocabularySize = VocabularySize,
        SpecialTokens = DialogueFormat.SpecialTokens,
        BeginOfSequenceToken = DialogueFormat.BeginOfSequence,
    }).Train(dialogues, cancellationToken: cancellationToken).WithConfiguration(new TokenizerConfiguration
    {
        BeginOfSequenceToken = DialogueFormat.BeginOfSequence,
        EndOfSequenceToken = DialogueFormat.EndOfSequence,
        PaddingToken = DialogueFormat.Padding,
    });

    private static DecoderConfig Shape(HuggingFaceTokenizer tokenizer) => new()
    {
        VocabularySize = tokenizer.VocabularySize,
        HiddenSize = 128,
        Layers = 4,
        Heads = 4,
        KeyValueHeads = 2,
        HeadDimension = 32,
        IntermediateSize = 384,
        MaxPositions = 256,
        TieWordEmbeddings = true,
        BeginToken = tokenizer.BeginOfSequenceId,
        EndTokens = [tokenizer.EndOfSequenceId!.Value],
        PaddingToken = tokenizer.PaddingId,
    };

    private string Digest(List<string> dialogues)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{VocabularySize} {Steps} {Training}"));
        foreach (var text in dialogues)
            hash.AppendData(Encoding.UTF8.GetBytes(text));
        return Convert.ToHexStringLower(hash.GetHashAndReset())[..16];
    }

    private sealed class Progress(Action<string> say) : IProgress<TrainingPoint>
    {
        public void Report(TrainingPoint point) => say(FormattableString.Invariant($"  step {point.Step}, loss {point.Loss:0.00}, {point.TokensPerSecond:N0} tokens/s"));
    }
}
