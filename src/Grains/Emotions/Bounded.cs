namespace Samantha.Grains.Emotions;

/// <summary>Numbers brought into their bounds; infinities become the bound, what is not a number a default.</summary>
internal static class Bounded
{
    public static double Signed(double value, double fallback = 0) => double.IsNaN(value) ? fallback : Math.Clamp(value, -1, 1);

    public static double Share(double value, double fallback = 0) => double.IsNaN(value) ? fallback : Math.Clamp(value, 0, 1);
}
