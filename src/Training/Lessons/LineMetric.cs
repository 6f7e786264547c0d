using Samantha.Modeling.Checkpoints;
using Samantha.Modeling.Tokenization;
using TorchSharp;

namespace Samantha.Training.Lessons;

/// <summary>The metric of a line: what a change costs on the root's own samples, of which each token was drawn from what the root says.</summary>
/// <param name="memory">Holds what was measured.</param>
/// <param name="device">Where to measure.</param>
/// <param name="pace">Asked before each pass.</param>
internal sealed class LineMetric(LessonMemory memory, torch.Device? device, ITrainingPace? pace)
{
    /// <summary>The metric, which belongs to the memory.</summary>
    public KroneckerMetric Of(MeasuredVersion root, HuggingFaceTokenizer tokenizer, AnchorFile anchors, LessonOptions options, CancellationToken cancellationToken) =>
        memory.Metric(FormattableString.Invariant($"{root.Digest} {options.MetricAnchors} {options.AnchorLength} {options.Ridge:R}"), () =>
        {
            using var model = ModelFolder.LoadDecoder(root.Folder, device);
            return KroneckerMetric.Measure(
                model,
                LearnedWeights.Matrices(model),
                [.. anchors.Rehearsal.Take(options.MetricAnchors)
                    .Select(anchor => (int[])[tokenizer.BeginOfSequenceId!.Value, .. tokenizer.EncodeLiteral(anchor.Text).Ids])
                    .Select(ids => ids[..Math.Min(ids.Length, options.AnchorLength)])],
                options.Ridge,
                pace,
                cancellationToken);
        });
}
