using Microsoft.Extensions.Options;
using Samantha.Grains.Hosting;
using Samantha.Grains.Training;
using Samantha.Inference;
using Samantha.Training.Evaluation;
using Samantha.Training.Lessons;
using TorchSharp;

namespace Samantha.Grains.Measurement;

/// <summary>Measures versions of decoders.</summary>
/// <param name="serving">What measuring gives way to.</param>
/// <param name="options">How much it gives way.</param>
/// <param name="time">The clock.</param>
/// <param name="device">Where to compute; the CPU by default.</param>
public sealed class VersionMeasurer(
    IComputePriority serving, IOptions<SamanthaOptions> options, TimeProvider time, torch.Device? device = null) : IVersionMeasurer
{
    /// <inheritdoc/>
    public IMeasuredModel Open(string folder) =>
        new Model(new VersionExam(folder, new ServingPace(serving, options.Value.Learning, time), device), hasAnchors: File.Exists(Path.Combine(folder, AnchorFile.FileName)));

    private sealed class Model(VersionExam exam, bool hasAnchors) : IMeasuredModel
    {
        public LessonScore Ask(IReadOnlyList<Lesson> lessons, CancellationToken cancellationToken) => exam.Ask(lessons, cancellationToken);

        public IReadOnlyDictionary<string, double> Predict(int most, CancellationToken cancellationToken) =>
            hasAnchors ? exam.Predict(most, cancellationToken) : new Dictionary<string, double>();

        public void Dispose() => exam.Dispose();
    }
}
