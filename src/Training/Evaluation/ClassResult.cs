namespace Samantha.Training.Evaluation;

/// <summary>How well a classifier does on one class. A ratio without anything to count is 0.</summary>
/// <param name="Precision">The share of its decisions for the class that were right, in [0, 1].</param>
/// <param name="Recall">The share of the class that it found.</param>
/// <param name="F1">The harmonic mean of the two.</param>
/// <param name="Support">How many texts are of the class.</param>
public readonly record struct ClassResult(double Precision, double Recall, double F1, int Support)
{
    /// <summary>The result of some counts.</summary>
    /// <param name="right">Decisions for the class that were right.</param>
    /// <param name="decided">Decisions for the class.</param>
    /// <param name="support">Texts of the class.</param>
    public static ClassResult From(int right, int decided, int support) =>
        new(Ratio(right, decided), Ratio(right, support), Ratio(2 * right, decided + support), support);

    private static double Ratio(int part, int whole) => whole == 0 ? 0.0 : (double)part / whole;
}
