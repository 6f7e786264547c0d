namespace Samantha.Training.Evaluation;

/// <summary>How much of a reference a text has, and how much of the text is in the reference.</summary>
/// <param name="Precision">In [0, 1].</param>
/// <param name="Recall">In [0, 1].</param>
public readonly record struct RougeScore(double Precision, double Recall)
{
    /// <summary>The harmonic mean of the two.</summary>
    public double F1 => Precision + Recall == 0 ? 0.0 : 2.0 * Precision * Recall / (Precision + Recall);
}
