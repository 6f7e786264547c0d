using System.Globalization;
using Samantha.Training.Runs;

namespace Samantha.Silo.Commands;

/// <summary>Prints a training curve's points as lines that read well in a log too.</summary>
internal sealed class ProgressLines : IProgress<TrainingPoint>
{
    public void Report(TrainingPoint value)
    {
        var line = Invariant(
            $"step {value.Step,6}  epoch {value.Epoch,6:0.00}  loss {value.Loss:0.0000}  lr {value.LearningRate:0.0e+0}  norm {value.GradientNorm:0.00}  {value.TokensPerSecond,7:N0} tokens/s  left {TimeSpan.FromSeconds(value.SecondsLeft):h\\:mm\\:ss}");
        if ((value.DevBitsPerByte ?? value.DevBitsPerLabel) is { } dev)
            line += Invariant($"  dev {dev:0.0000} bits/{(value.DevBitsPerByte is null ? "label" : "byte")}");
        if ((value.AverageDevBitsPerByte ?? value.AverageDevBitsPerLabel) is { } averaged)
            line += Invariant($" (averaged {averaged:0.0000})");
        if (value.DevAccuracy is { } accuracy)
            line += Invariant($"  accuracy {accuracy:0.000}");
        Console.WriteLine(line);
    }

    /// <summary>Says how a run ended.</summary>
    /// <param name="result">The run.</param>
    /// <param name="made">What it made, if it finished.</param>
    public static void End(TrainingResult result, params IEnumerable<string> made) => Console.WriteLine(result.Finished
        ? $"Finished: {(result.Dev is { } dev ? $"{dev} on dev{(result.Averaged ? " (averaged weights)" : "")}; " : "")}{string.Join(", ", made)}"
        : "Stopped; go on with --resume.");

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
