using System.Globalization;

namespace Samantha.Benchmarks.Poison;

/// <summary>Figures as tables show them.</summary>
internal static class Figure
{
    /// <summary>A share as a percentage; a dash where there is none.</summary>
    public static string Percent(double? share) => share is { } known ? (100 * known).ToString("0.#", CultureInfo.InvariantCulture) + " %" : "–";

    /// <summary>A difference of shares in points, with its sign.</summary>
    public static string Points(double difference) => (100 * difference).ToString("+0.00;-0.00;0.00", CultureInfo.InvariantCulture);
}
