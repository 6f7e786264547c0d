using Samantha.Modeling.Decoders;
using Samantha.Modeling.Tokenization;
using Samantha.Training.Data;
using TorchSharp;
using static TorchSharp.torch;

namespace Samantha.Training.Lessons;

/// <summary>
/// Keeps a model near its parent on anchors: the divergence of its next-token distributions from the parent's
/// (learning without forgetting, Li and Hoiem 2016, with the parent's own samples in place of data). What the parent says of
/// them is computed once and kept in half precision, which is off by less than a hundredth of a nat.
/// </summary>
internal sealed class Rehearsal : IDisposable
{
    private const int ParentRows = 8;

    private readonly int[][] anchors;
    private readonly Tensor[] parents;

    /// <summary>Asks the parent.</summary>
    /// <param name="parent">The parent; nothing of it is kept.</param>
    /// <param name="tokenizer">Its tokenizer.</param>
    /// <param name="texts">The anchors.</param>
    /// <param name="length">Tokens that are read of each.</param>
    /// <param name="pace">Asked before each pass.</param>
    /// <param name="cancellationToken">Stops between passes.</param>
    public Rehearsal(
        DecoderModel parent, HuggingFaceTokenizer tokenizer, IReadOnlyList<string> texts, int length, ITrainingPace? pace, CancellationToken cancellationToken)
    {
        anchors = [.. texts
            .Select(text => (int[])[tokenizer.BeginOfSequenceId!.Value, .. tokenizer.EncodeLiteral(text).Ids])
            .Select(ids => ids[..Math.Min(ids.Length, length)])
            .Where(ids => ids.Length > 1)
            .OrderBy(ids => ids.Length)];
        var said = new List<Tensor>();
        using var ungraded = no_grad();
        foreach (var rows in anchors.Chunk(ParentRows))
        {
            pace.BeginStep(cancellationToken);
            using var scope = NewDisposeScope();
            var logits = Logits(parent, rows);
            for (var row = 0; row < rows.Length; row++)
                said.Add(logits[row].narrow(0, 0, rows[row].Length).log_softmax(-1).to(ScalarType.Float16).DetachFromDisposeScope());
        }

        parents = [.. said];
    }

    /// <summary>Whether there is anything to rehearse.</summary>
    public bool IsEmpty => anchors.Length == 0;

    /// <summary>The mean divergence KL(parent, model) of a token's distribution, in nats, on some anchors.</summary>
    /// <param name="model">The model.</param>
    /// <param name="count">On how many anchors.</param>
    /// <param name="random">Chooses them.</param>
    public Tensor Divergence(DecoderModel model, int count, SplitMix64 random)
    {
        using var scope = NewDisposeScope();
        // Neighbours are of about one length.
        count = Math.Min(count, anchors.Length);
        var first = random.Next(anchors.Length - count + 1);
        var rows = anchors[first..(first + count)];
        var logits = Logits(model, rows);
        var own = cat([.. rows.Select((row, i) => logits[i].narrow(0, 0, row.Length))], 0).log_softmax(-1);
        var parent = cat(parents[first..(first + count)], 0).to(ScalarType.Float32);
        return parent.exp().mul(parent.sub(own)).sum(-1).mean().MoveToOuterDisposeScope();
    }

    /// <summary>How many tokens the last positions of some anchors have together, for measures of speed.</summary>
    public int Tokens(int count) => anchors.Length == 0 ? 0 : anchors.Sum(row => row.Length) / anchors.Length * Math.Min(count, anchors.Length);

    public void Dispose()
    {
        foreach (var parent in parents)
            parent.Dispose();
    }

    // Padding is on the right, where no real token sees it.
    private static Tensor Logits(DecoderModel model, int[][] rows)
    {
        var width = rows.Max(row => row.Length);
        var inputs = new long[rows.Length * width];
        for (var row = 0; row < rows.Length; row++)
        {
            for (var i = 0; i < rows[row].Length; i++)
                inputs[row * width + i] = rows[row][i];
        }

        return model.Forward(tensor(inputs, [rows.Length, width], device: model.Device));
    }
}
