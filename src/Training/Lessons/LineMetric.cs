using Samantha.Modeling.Checkpoints;
using Samantha.Modeling.Decoders;
using Samantha.Modeling.Tokenization;
using Samantha.Training.Lessons.Neurons;
using TorchSharp;

namespace Samantha.Training.Lessons;

/// <summary>The metric of a line: what a change costs on the root's own samples, of which each token was drawn from what the root says.</summary>
/// <param name="memory">Holds what was measured.</param>
/// <param name="device">Where to measure.</param>
/// <param name="pace">Asked before each pass.</param>
internal sealed class LineMetric(LessonMemory memory, torch.Device? device, ITrainingPace? pace)
{
    /// <summary>The metric, which belongs to the memory.</summary>
    /// <param name="root">The line's root.</param>
    /// <param name="width">The width of the feed-forward layers of what learns: a root that is narrower is measured with units that add nothing.</param>
    /// <param name="tokenizer">Its tokenizer.</param>
    /// <param name="anchors">Its anchors.</param>
    /// <param name="options">Settings.</param>
    /// <param name="cancellationToken">Stops between passes.</param>
    public KroneckerMetric Of(
        MeasuredVersion root, int width, HuggingFaceTokenizer tokenizer, AnchorFile anchors, LessonOptions options, CancellationToken cancellationToken) =>
        memory.Metric(FormattableString.Invariant($"{root.Digest} {width} {options.MetricAnchors} {options.AnchorLength} {options.Ridge:R}"), () =>
        {
            using var loaded = ModelFolder.LoadDecoder(root.Folder, device);
            using var model = FeedForwardWidth.Resized(loaded, width);
            return KroneckerMetric.Measure(
                model,
                LearnedWeights.Matrices(model),
                Texts(anchors, tokenizer, options.MetricAnchors, options.AnchorLength),
                options.Ridge,
                pace,
                cancellationToken);
        });

    /// <summary>What its last feed-forward layer reads on the root's own samples; it belongs to the memory.</summary>
    public GeneralInputs Inputs(MeasuredVersion root, HuggingFaceTokenizer tokenizer, AnchorFile anchors, NeuronOptions options, CancellationToken cancellationToken) =>
        memory.Recall(FormattableString.Invariant($"inputs {root.Digest} {options.Anchors} {options.AnchorLength}"), () =>
            GeneralInputs.Read(root.Model, Texts(anchors, tokenizer, options.Anchors, options.AnchorLength), pace, cancellationToken));

    private static IReadOnlyList<int[]> Texts(AnchorFile anchors, HuggingFaceTokenizer tokenizer, int count, int length) =>
    [
        .. anchors.Rehearsal.Take(count)
            .Select(anchor => (int[])[tokenizer.BeginOfSequenceId!.Value, .. tokenizer.EncodeLiteral(anchor.Text).Ids])
            .Select(ids => ids[..Math.Min(ids.Length, length)]),
    ];
}
