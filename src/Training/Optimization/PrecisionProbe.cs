using System.Diagnostics;
using TorchSharp;
using static TorchSharp.torch;

namespace Samantha.Training.Optimization;

/// <summary>
/// Measures whether bfloat16 products pay on a device. They double the speed where the processor has instructions for them
/// (AVX512_BF16, AMX, tensor cores) and are twenty times slower elsewhere, which no property of the device tells.
/// </summary>
public static class PrecisionProbe
{
    private const int Rows = 1024, Width = 512, Repetitions = 5;

    /// <summary>How much of bfloat16's gain the conversions may eat before it stops paying.</summary>
    private const double Margin = 1.2;

    /// <summary>The quicker precision, by a tenth of a second of measuring.</summary>
    public static Precision Quicker(Device device)
    {
        using var ungraded = no_grad();
        using var scope = NewDisposeScope();
        var left = rand(Rows, Width, device: device);
        var right = rand(Width, Width, device: device);
        var plain = Measure(left, right);
        var reduced = Measure(left.bfloat16(), right.bfloat16());
        return reduced * Margin < plain ? Precision.BFloat16 : Precision.Float32;
    }

    // The quickest of several: whatever else the machine does only adds.
    private static TimeSpan Measure(Tensor left, Tensor right)
    {
        var best = TimeSpan.MaxValue;
        for (var i = 0; i < Repetitions; i++)
        {
            var started = Stopwatch.GetTimestamp();
            using var product = left.matmul(right);
            using var first = product.view(-1).narrow(0, 0, 1).to(ScalarType.Float32).cpu();
            var elapsed = Stopwatch.GetElapsedTime(started);
            if (elapsed < best)
                best = elapsed;
        }

        return best;
    }
}
