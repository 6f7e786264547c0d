namespace Samantha.Training.Emotions;

/// <summary>
/// Fits p = σ(slope · score + intercept) to decisions (Platt, 1999) by Newton's method with a line search (Lin, Lin and
/// Weng, 2007, algorithm 1). The targets are drawn in from 0 and 1 as Platt has it, so that few examples do not make it
/// certain.
/// </summary>
internal static class PlattScaling
{
    private const int MostSteps = 100;
    private const double Ridge = 1e-9;
    private const double SmallGradient = 1e-7;
    private const double ShortestStep = 1e-10;

    public static (double Slope, double Intercept) Fit(ReadOnlySpan<double> scores, ReadOnlySpan<bool> truth)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(truth.Length, scores.Length);
        var positives = truth.Count(true);
        var (high, low) = ((positives + 1.0) / (positives + 2), 1.0 / (truth.Length - positives + 2));
        var (slope, intercept) = (0.0, Math.Log((positives + 1.0) / (truth.Length - positives + 1)));
        var loss = Loss(scores, truth, high, low, slope, intercept);
        for (var step = 0; step < MostSteps; step++)
        {
            double a = Ridge, b = 0, c = Ridge, slopeGradient = 0, interceptGradient = 0;
            for (var i = 0; i < scores.Length; i++)
            {
                var probability = 1 / (1 + Math.Exp(-(slope * scores[i] + intercept)));
                var curvature = probability * (1 - probability);
                var error = probability - (truth[i] ? high : low);
                a += scores[i] * scores[i] * curvature;
                b += scores[i] * curvature;
                c += curvature;
                slopeGradient += scores[i] * error;
                interceptGradient += error;
            }

            if (Math.Abs(slopeGradient) < SmallGradient && Math.Abs(interceptGradient) < SmallGradient)
                break;

            var determinant = a * c - b * b;
            var slopeStep = -(c * slopeGradient - b * interceptGradient) / determinant;
            var interceptStep = -(a * interceptGradient - b * slopeGradient) / determinant;
            var descent = slopeGradient * slopeStep + interceptGradient * interceptStep;
            var length = 1.0;
            for (; length >= ShortestStep; length /= 2)
            {
                var tried = Loss(scores, truth, high, low, slope + length * slopeStep, intercept + length * interceptStep);
                if (tried < loss + 1e-4 * length * descent)
                {
                    (slope, intercept, loss) = (slope + length * slopeStep, intercept + length * interceptStep, tried);
                    break;
                }
            }

            if (length < ShortestStep)
                break;
        }

        return (slope, intercept);
    }

    // The cross-entropy, without overflow for any logit.
    private static double Loss(ReadOnlySpan<double> scores, ReadOnlySpan<bool> truth, double high, double low, double slope, double intercept)
    {
        var loss = 0.0;
        for (var i = 0; i < scores.Length; i++)
        {
            var logit = slope * scores[i] + intercept;
            loss += Math.Max(logit, 0) - (truth[i] ? high : low) * logit + Math.Log(1 + Math.Exp(-Math.Abs(logit)));
        }

        return loss;
    }
}
