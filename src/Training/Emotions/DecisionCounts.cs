namespace Samantha.Training.Emotions;

/// <summary>How often a decision was right and wrong.</summary>
/// <param name="TruePositives">Decided for, rightly.</param>
/// <param name="FalsePositives">Decided for, wrongly.</param>
/// <param name="FalseNegatives">Overlooked.</param>
internal readonly record struct DecisionCounts(int TruePositives, int FalsePositives, int FalseNegatives)
{
    public double Precision => Ratio(TruePositives, TruePositives + FalsePositives);

    public double Recall => Ratio(TruePositives, TruePositives + FalseNegatives);

    public double F1 => Ratio(2 * TruePositives, 2 * TruePositives + FalsePositives + FalseNegatives);

    public DecisionCounts With(bool decided, bool truth) => (decided, truth) switch
    {
        (true, true) => this with { TruePositives = TruePositives + 1 },
        (true, false) => this with { FalsePositives = FalsePositives + 1 },
        (false, true) => this with { FalseNegatives = FalseNegatives + 1 },
        _ => this,
    };

    public static DecisionCounts operator +(DecisionCounts one, DecisionCounts other) => new(
        one.TruePositives + other.TruePositives, one.FalsePositives + other.FalsePositives, one.FalseNegatives + other.FalseNegatives);

    // Nothing to find and nothing found counts as 0, as scikit-learn has it.
    private static double Ratio(int part, int whole) => whole == 0 ? 0 : (double)part / whole;
}
