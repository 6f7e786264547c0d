using Samantha.Training.Evaluation;
using Samantha.Training.Lessons;

namespace Samantha.Grains.Measurement;

/// <summary>Loads versions to measure them. The one thing that the measurement knows of how models answer.</summary>
public interface IVersionMeasurer
{
    /// <summary>Loads a version, on the calling thread.</summary>
    /// <param name="folder">Its folder.</param>
    IMeasuredModel Open(string folder);
}

/// <summary>A version that is measured; each call computes on its thread and gives way to requests.</summary>
public interface IMeasuredModel : IDisposable
{
    /// <summary>Asks for lessons, in words that nothing was trained on or chosen by.</summary>
    LessonScore Ask(IReadOnlyList<Lesson> lessons, CancellationToken cancellationToken);

    /// <summary>Bits a byte on held-out anchors, by set; empty for a model that has none.</summary>
    IReadOnlyDictionary<string, double> Predict(int most, CancellationToken cancellationToken);
}
