using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace Samantha.Inference.Sampling;

/// <summary>What sampling computes over a whole vocabulary, with the widest instructions there are.</summary>
internal static class LogitsMath
{
    /// <summary>e^(logit - largest) of each; NaN anywhere makes both results NaN.</summary>
    /// <returns>The largest logit, and the sum of the exponentials.</returns>
    public static (float Largest, double Sum) Exponentials(ReadOnlySpan<float> logits, Span<float> destination)
    {
        var largest = TensorPrimitives.Max(logits);
        TensorPrimitives.Subtract(logits, largest, destination);
        TensorPrimitives.Exp(destination, destination);
        return (largest, TensorPrimitives.Sum<float>(destination));
    }

    /// <summary>Takes out the tokens whose logit is below a threshold.</summary>
    public static void RemoveBelow(Span<float> logits, float threshold)
    {
        var least = new Vector<float>(threshold);
        var removed = new Vector<float>(float.NegativeInfinity);
        var vectors = MemoryMarshal.Cast<float, Vector<float>>(logits);
        foreach (ref var vector in vectors)
            vector = Vector.ConditionalSelect(Vector.LessThan(vector, least), removed, vector);
        foreach (ref var logit in logits[(vectors.Length * Vector<float>.Count)..])
        {
            if (logit < threshold)
                logit = float.NegativeInfinity;
        }
    }

    /// <summary>The k-th largest value; the values change places (Hoare 1961, algorithm 65).</summary>
    /// <param name="values">At least k of them, none NaN.</param>
    /// <param name="k">1 asks for the largest.</param>
    public static float KthLargest(Span<float> values, int k)
    {
        var target = k - 1;
        var (low, high) = (0, values.Length - 1);
        while (low < high)
        {
            var pivot = MedianOfThree(values[low], values[(low + high) / 2], values[high]);
            var (left, right) = (low, high);
            while (left <= right)
            {
                while (values[left] > pivot)
                    left++;
                while (values[right] < pivot)
                    right--;
                if (left > right)
                    break;
                (values[left], values[right]) = (values[right], values[left]);
                left++;
                right--;
            }

            // Now low … right is at least the pivot, left … high at most, and what lies between equals it.
            if (target <= right)
                high = right;
            else if (target >= left)
                low = left;
            else
                break;
        }

        return values[target];
    }

    private static float MedianOfThree(float a, float b, float c) =>
        MathF.Max(MathF.Min(a, b), MathF.Min(MathF.Max(a, b), c));
}
