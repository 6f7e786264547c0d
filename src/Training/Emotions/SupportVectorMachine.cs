using Samantha.Modeling.Emotions;

namespace Samantha.Training.Emotions;

/// <summary>
/// Linear support vector machines with squared hinge loss, trained by dual coordinate descent (Hsieh et al., 2008,
/// algorithm 1): min ½‖w‖² + Σ C_i max(0, 1 - y_i w·x_i)², the bias being the weight of a feature that is always 1.
/// </summary>
internal static class SupportVectorMachine
{
    private const int MostPasses = 60;
    private const double Tolerance = 0.01;

    /// <summary>Trains one machine.</summary>
    /// <param name="texts">The x_i.</param>
    /// <param name="features">The number of features, the bias not counted.</param>
    /// <param name="isPositive">Whether y_i is 1, else it is -1.</param>
    /// <param name="penalty">C_i of the negative examples.</param>
    /// <param name="positiveWeight">How many times greater C_i of the positive ones is.</param>
    /// <param name="seed">Of the order in which the examples are visited.</param>
    /// <returns>A weight for each feature, and the bias as the last one.</returns>
    public static float[] Train(
        IReadOnlyList<SparseVector> texts, int features, Func<int, bool> isPositive, double penalty, double positiveWeight, int seed)
    {
        var weights = new float[features + 1];
        var multipliers = new double[texts.Count];
        var diagonal = new double[texts.Count];
        var order = new int[texts.Count];
        var labels = new sbyte[texts.Count];
        for (var i = 0; i < texts.Count; i++)
        {
            order[i] = i;
            labels[i] = isPositive(i) ? (sbyte)1 : (sbyte)-1;
            diagonal[i] = 1 / (2 * penalty * (labels[i] > 0 ? positiveWeight : 1));
        }

        var lengths = texts.Select(text => 1 + text.Values.Sum(value => (double)value * value)).ToArray();
        var random = new Random(seed);
        for (var pass = 0; pass < MostPasses; pass++)
        {
            random.Shuffle(order);
            var worst = 0.0;
            foreach (var i in order)
            {
                var gradient = labels[i] * Dot(weights, texts[i]) - 1 + multipliers[i] * diagonal[i];
                var projected = multipliers[i] > 0 ? gradient : Math.Min(gradient, 0);
                worst = Math.Max(worst, Math.Abs(projected));
                if (projected == 0)
                    continue;

                var moved = Math.Max(multipliers[i] - gradient / (lengths[i] + diagonal[i]), 0);
                Add(weights, texts[i], (float)((moved - multipliers[i]) * labels[i]));
                multipliers[i] = moved;
            }

            if (worst < Tolerance)
                break;
        }

        return weights;
    }

    private static double Dot(float[] weights, SparseVector text)
    {
        var sum = weights[^1];
        for (var k = 0; k < text.Indices.Length; k++)
            sum += weights[text.Indices[k]] * text.Values[k];
        return sum;
    }

    private static void Add(float[] weights, SparseVector text, float factor)
    {
        weights[^1] += factor;
        for (var k = 0; k < text.Indices.Length; k++)
            weights[text.Indices[k]] += factor * text.Values[k];
    }
}
