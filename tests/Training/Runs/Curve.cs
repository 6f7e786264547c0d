using Samantha.Modeling.Layers;
using Samantha.Training.Runs;

namespace Samantha.Training.Tests.Runs;

/// <summary>Keeps the points of a run, and stops it after a step if asked to.</summary>
internal sealed class Curve(long? last = null) : IProgress<TrainingPoint>
{
    private readonly CancellationTokenSource stop = new();

    public CancellationToken Token => stop.Token;

    public List<TrainingPoint> Points { get; } = [];

    public void Report(TrainingPoint value)
    {
        Points.Add(value);
        if (value.Step == last)
            stop.Cancel();
    }

    /// <summary>A model's weights, to be compared bit for bit.</summary>
    public static List<float[]> Weights(ICheckpointed model) => [.. model.Weights().Select(weight =>
    {
        using var value = weight.Value();
        return value.data<float>().ToArray();
    })];
}
