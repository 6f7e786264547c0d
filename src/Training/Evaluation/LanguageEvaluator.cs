using System.Text;
using Samantha.Modeling.Decoders;
using Samantha.Modeling.Tokenization;
using Samantha.Training.Data;
using Samantha.Training.Lessons;
using TorchSharp;
using static TorchSharp.torch;

namespace Samantha.Training.Evaluation;

/// <summary>
/// Measures how well a decoder predicts documents, each after the token that begins a sequence, in bits of the exact text
/// that the tokens stand for: models of different vocabularies compare.
/// </summary>
/// <param name="tokenizer">The model's tokenizer.</param>
/// <param name="batchTokens">The most tokens, padding included, that go through the model at once.</param>
/// <param name="pace">Asked before each batch.</param>
public sealed class LanguageEvaluator(HuggingFaceTokenizer tokenizer, int batchTokens = 4096, ITrainingPace? pace = null)
{
    private readonly int begin = tokenizer.BeginOfSequenceId
        ?? throw new ArgumentException("The tokenizer has no token that begins a sequence.", nameof(tokenizer));

    /// <summary>Scores documents. Documents longer than the model's context are read in windows that overlap by half.</summary>
    /// <param name="model">The model; it is in evaluation mode meanwhile.</param>
    /// <param name="documents">The texts.</param>
    /// <param name="cancellationToken">Stops between batches.</param>
    public LanguageScore Score(DecoderModel model, IReadOnlyList<string> documents, CancellationToken cancellationToken = default) =>
        Score(model, documents, Padded, cancellationToken);

    /// <summary>Scores documents of which a part of the model may have been read before.</summary>
    /// <inheritdoc cref="Score(DecoderModel, IReadOnlyList{string}, CancellationToken)"/>
    internal LanguageScore Score(DecoderModel model, FrozenPart frozen, IReadOnlyList<string> documents, CancellationToken cancellationToken = default) =>
        Score(
            model,
            documents,
            (_, batch) =>
            {
                var before = cat([.. batch.Select(window => frozen.Before([.. window.Ids], window.FirstCounted, cancellationToken))], 0);
                long[] said = [.. batch.SelectMany(window => window.Ids[window.FirstCounted..]).Select(id => (long)id)];
                return nn.functional.cross_entropy(model.Say(model.Finish(before)), tensor(said, device: model.Device), reduction: nn.Reduction.None);
            },
            cancellationToken);

    private LanguageScore Score(
        DecoderModel model, IReadOnlyList<string> documents, Func<DecoderModel, List<Window>, Tensor> losses, CancellationToken cancellationToken)
    {
        var windows = documents
            .SelectMany((text, i) => Windows(i, [begin, .. tokenizer.EncodeLiteral(text).Ids], model.Config.MaxPositions))
            .OrderBy(window => window.Ids.Count)
            .ToList();
        var nats = new double[documents.Count];
        var tokens = new int[documents.Count];
        var trained = model.training;
        model.eval();
        try
        {
            using var ungraded = no_grad();
            foreach (var batch in Batches(windows))
            {
                pace.BeginStep(cancellationToken);
                using var scope = NewDisposeScope();
                Add(batch, losses(model, batch).cpu().data<float>().ToArray(), nats, tokens);
            }
        }
        finally
        {
            model.train(trained);
        }

        return new LanguageScore([.. documents.Select((text, i) =>
            new DocumentScore(nats[i] / Math.Log(2), Encoding.UTF8.GetByteCount(text), tokens[i]))]);
    }

    /// <summary>The information of batches' labelled tokens, each given those before it in its row, in bits.</summary>
    /// <param name="model">The model; it is in evaluation mode meanwhile.</param>
    /// <param name="batches">Rows with labels.</param>
    /// <param name="cancellationToken">Stops between batches.</param>
    public static double Bits(DecoderModel model, IReadOnlyList<TokenBatch> batches, CancellationToken cancellationToken = default)
    {
        var nats = 0.0;
        var trained = model.training;
        model.eval();
        try
        {
            using var ungraded = no_grad();
            foreach (var batch in batches)
            {
                cancellationToken.ThrowIfCancellationRequested();
                using var scope = NewDisposeScope();
                long[] shape = [batch.Rows, batch.Length];
                var loss = model.Loss(
                    tensor(batch.Inputs, shape, device: model.Device), tensor(batch.Labels, shape, device: model.Device), reduction: nn.Reduction.Sum);
                nats += loss.item<float>();
            }
        }
        finally
        {
            model.train(trained);
        }

        return nats / Math.Log(2);
    }

    // The first window counts in full, each later one only for what the one before did not reach.
    private static IEnumerable<Window> Windows(int document, int[] ids, int length)
    {
        var reached = 1;
        for (var start = 0; reached < ids.Length; start += Math.Max(1, length / 2))
        {
            var end = Math.Min(ids.Length, start + length);
            yield return new Window(document, new ArraySegment<int>(ids, start, end - start), reached - start);
            reached = end;
        }
    }

    private IEnumerable<List<Window>> Batches(List<Window> sorted)
    {
        var batch = new List<Window>();
        foreach (var window in sorted)
        {
            if (batch.Count > 0 && (batch.Count + 1) * window.Ids.Count > batchTokens)
            {
                yield return batch;
                batch = [];
            }

            batch.Add(window);
        }

        if (batch.Count > 0)
            yield return batch;
    }

    // The loss of each token that counts, window by window.
    private static Tensor Padded(DecoderModel model, List<Window> batch)
    {
        var length = batch.Max(window => window.Ids.Count);
        var inputs = new long[batch.Count * length];
        var labels = new long[batch.Count * length];
        Array.Fill(labels, DecoderModel.IgnoredLabel);
        foreach (var (row, window) in batch.Index())
        {
            for (var i = 0; i < window.Ids.Count; i++)
            {
                inputs[row * length + i] = window.Ids[i];
                if (i >= window.FirstCounted)
                    labels[row * length + i] = window.Ids[i];
            }
        }

        long[] shape = [batch.Count, length];
        return model.Loss(tensor(inputs, shape, device: model.Device), tensor(labels, shape, device: model.Device), reduction: nn.Reduction.None);
    }

    private static void Add(List<Window> batch, float[] losses, double[] nats, int[] tokens)
    {
        var at = 0;
        foreach (var window in batch)
        {
            var counted = window.Ids.Count - window.FirstCounted;
            for (var i = 0; i < counted; i++)
                nats[window.Document] += losses[at++];
            tokens[window.Document] += counted;
        }
    }

    /// <param name="Document">Whose it is.</param>
    /// <param name="Ids">Its tokens.</param>
    /// <param name="FirstCounted">The first token whose loss counts, at least 1.</param>
    private readonly record struct Window(int Document, ArraySegment<int> Ids, int FirstCounted);
}
