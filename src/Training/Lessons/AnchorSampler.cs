using Samantha.Modeling;
using Samantha.Modeling.Decoders;
using Samantha.Modeling.Tokenization;
using Samantha.Training.Data;
using TorchSharp;
using static TorchSharp.torch;

namespace Samantha.Training.Lessons;

/// <summary>
/// Samples dialogues from a model: what it knows, in its own words, without the data that it learned from
/// (pseudo-rehearsal, Robins 1995).
/// </summary>
/// <param name="model">The model, in evaluation mode.</param>
/// <param name="tokenizer">Its tokenizer.</param>
public sealed class AnchorSampler(DecoderModel model, HuggingFaceTokenizer tokenizer)
{
    /// <summary>The set that sampled dialogues belong to.</summary>
    public const string Set = "dialogues";

    private const int Together = 32;

    private readonly int newline = tokenizer.EncodeLiteral(DialogueFormat.EndOfTurn).Ids.Single();

    /// <summary>Samples dialogues at temperature 1 until their text has a length.</summary>
    /// <param name="characters">How much text to sample; the last dialogues may go over it.</param>
    /// <param name="seed">Seeds the choice of tokens.</param>
    /// <param name="progress">Is told how much there is.</param>
    /// <param name="cancellationToken">Stops between batches.</param>
    public IReadOnlyList<Anchor> Sample(int characters, long seed, Action<int>? progress = null, CancellationToken cancellationToken = default)
    {
        var anchors = new List<Anchor>();
        var length = 0;
        // A model that never ends a dialogue in its form would be asked for ever.
        for (var batch = 0; length < characters && batch < 4 + characters / Together; batch++)
        {
            foreach (var text in Batch(seed, batch, cancellationToken))
            {
                if (!IsDialogue(text))
                    continue;
                anchors.Add(new Anchor(Set, text));
                length += text.Length;
            }

            progress?.Invoke(length);
        }

        return anchors;
    }

    private List<string> Batch(long seed, int batch, CancellationToken cancellationToken)
    {
        using var generator = new Generator(new SplitMix64(seed, batch).Next(), model.Device);
        int[] start = [tokenizer.BeginOfSequenceId!.Value, .. tokenizer.EncodeLiteral(DialogueFormat.UserLabel).Ids];
        var sequences = Enumerable.Range(0, Together).Select(_ => new Sequence([.. start], model.NewCache())).ToList();
        var running = sequences.ToList();
        try
        {
            var pending = running.ConvertAll(_ => start);
            while (running.Count > 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var tokens = Next(running, pending, generator);
                for (var i = 0; i < running.Count; i++)
                    running[i].Ids.Add(tokens[i]);
                running.RemoveAll(HasEnded);
                pending = running.ConvertAll(sequence => new[] { sequence.Ids[^1] });
            }

            return [.. sequences.Select(sequence => tokenizer.Decode(sequence.Ids))];
        }
        finally
        {
            sequences.ForEach(sequence => sequence.Cache.Dispose());
        }
    }

    private int[] Next(List<Sequence> running, List<int[]> pending, Generator generator)
    {
        using var ungraded = no_grad();
        using var scope = NewDisposeScope();
        var logits = model.Step([.. running.Zip(pending, (sequence, tokens) => new DecoderInput(tokens, sequence.Cache))]);
        var chosen = logits.softmax(-1).multinomial(1, replacement: true, generator).view(-1).cpu();
        return [.. chosen.data<long>().ToArray().Select(id => (int)id)];
    }

    private bool HasEnded(Sequence sequence) =>
        (sequence.Ids[^1] == newline && sequence.Ids[^2] == newline) || sequence.Ids.Count >= model.Config.MaxPositions - 1;

    /// <summary>Whether every line is a turn and the dialogue ended: what broke off or lost its form teaches nothing.</summary>
    internal static bool IsDialogue(string text)
    {
        if (!text.EndsWith("\n\n", StringComparison.Ordinal))
            return false;
        var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return lines.Length >= 2 && lines.Index().All(line => line.Item.StartsWith(
            line.Index % 2 == 0 ? DialogueFormat.UserLabel + " " : DialogueFormat.AssistantLabel + " ", StringComparison.Ordinal));
    }

    private sealed record Sequence(List<int> Ids, KeyValueCache Cache);
}
