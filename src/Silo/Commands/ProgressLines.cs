using System.Globalization;
using Samantha.Training.Pretraining;

namespace Samantha.Silo.Commands;

/// <summary>Prints a training curve's points as lines that read well in a log too.</summary>
internal sealed class ProgressLines : IProgress<TrainingPoint>
{
    public void Report(TrainingPoint value)
    {
        var line = string.Create(
            CultureInfo.InvariantCulture,
            $"step {value.Step,6}  epoch {value.Epoch,6:0.00}  loss {value.Loss:0.0000}  lr {value.LearningRate:0.0e+0}  norm {value.GradientNorm:0.00}  {value.TokensPerSecond,7:N0} tokens/s  left {TimeSpan.FromSeconds(value.SecondsLeft):h\\:mm\\:ss}");
        if (value.DevBitsPerByte is { } dev)
            line += string.Create(CultureInfo.InvariantCulture, $"  dev {dev:0.0000} bits/byte");
        if (value.AverageDevBitsPerByte is { } averaged)
            line += string.Create(CultureInfo.InvariantCulture, $" (averaged {averaged:0.0000})");
        Console.WriteLine(line);
    }
}
