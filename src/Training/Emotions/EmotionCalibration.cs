using Samantha.Modeling.Emotions;

namespace Samantha.Training.Emotions;

/// <summary>Learns from held-out texts how to weigh the two parts, what the probabilities are and where to decide.</summary>
internal static class EmotionCalibration
{
    private const int Folds = 10;
    private const int Repetitions = 3;

    /// <param name="scores">Of texts that neither part was trained on.</param>
    /// <param name="recurrentShare">The weight of the recurrent part; the two parts' scores are first brought to one scale.</param>
    public static ScoreCalibration Fit(EmotionScores scores, double recurrentShare)
    {
        var calibration = new ScoreCalibration(Numbers(), Numbers(), Numbers(), Numbers());
        for (var label = 0; label < EmotionLabels.Count; label++)
        {
            var (linearMean, linearScale) = Moments(scores.Linear(label));
            var (recurrentMean, recurrentScale) = Moments(scores.Recurrent(label));
            var linear = (1 - recurrentShare) / linearScale;
            var recurrent = recurrentShare / recurrentScale;
            var offset = -(linear * linearMean + recurrent * recurrentMean);
            var combined = Combine(scores, label, linear, recurrent, offset);
            var (slope, intercept) = PlattScaling.Fit(combined, scores.Truth(label));
            var threshold = slope * ThresholdTuning.Tune(combined, scores.Truth(label)) + intercept;
            if (slope <= 0)
            {
                // The scores say nothing of this label, or it never occurs: it keeps its frequency and is never decided for.
                (slope, threshold) = (0, double.PositiveInfinity);
            }

            calibration.Linear[label] = (float)(slope * linear);
            calibration.Recurrent[label] = (float)(slope * recurrent);
            calibration.Intercept[label] = (float)(slope * offset + intercept);
            calibration.Thresholds[label] = (float)(1 / (1 + Math.Exp(-threshold)));
        }

        return calibration;
    }

    /// <summary>The macro F1 that thresholds tuned on nine tenths of the texts reach on the last tenth, over all tenths.</summary>
    public static double CrossValidate(EmotionScores scores, double recurrentShare, int seed)
    {
        var total = 0.0;
        for (var repetition = 0; repetition < Repetitions; repetition++)
        {
            var random = new Random(seed + repetition);
            var folds = Enumerable.Range(0, scores.Texts).Select(_ => random.Next(Folds)).ToArray();
            total += Enumerable.Range(0, EmotionLabels.Count).Average(label => CrossValidate(scores, label, recurrentShare, folds));
        }

        return total / Repetitions;
    }

    private static double CrossValidate(EmotionScores scores, int label, double recurrentShare, int[] folds)
    {
        var linear = (1 - recurrentShare) / Moments(scores.Linear(label)).Deviation;
        var recurrent = recurrentShare / Moments(scores.Recurrent(label)).Deviation;
        var combined = Combine(scores, label, linear, recurrent, 0);
        var truth = scores.Truth(label);
        var counts = new DecisionCounts();
        for (var fold = 0; fold < Folds; fold++)
        {
            var rest = Enumerable.Range(0, folds.Length).Where(i => folds[i] != fold).ToArray();
            var threshold = ThresholdTuning.Tune([.. rest.Select(i => combined[i])], [.. rest.Select(i => truth[i])]);
            for (var i = 0; i < folds.Length; i++)
            {
                if (folds[i] == fold)
                    counts = counts.With(combined[i] > threshold, truth[i]);
            }
        }

        return counts.F1;
    }

    private static double[] Combine(EmotionScores scores, int label, double linear, double recurrent, double offset) =>
        [.. scores.Linear(label).Zip(scores.Recurrent(label), (l, r) => linear * l + recurrent * r + offset)];

    // A part that says the same of every text gets the scale 1 rather than none.
    private static (double Mean, double Deviation) Moments(double[] values)
    {
        var mean = values.Average();
        var variance = values.Average(value => (value - mean) * (value - mean));
        return (mean, variance > 0 ? Math.Sqrt(variance) : 1);
    }

    private static float[] Numbers() => new float[EmotionLabels.Count];
}
