using Samantha.Contracts.Models;

namespace Samantha.Grains.Models;

/// <summary>
/// Compares two means at any time and as often as one likes. In information time I = 1 / Var(difference) the estimate I·d of
/// a difference of means is a Brownian motion with drift (Jennison and Turnbull 2000, ch. 3.1), and that stays below the
/// one-sided normal mixture boundary sqrt(2 (I + r) log(1 + sqrt((I + r) / r) / (2 α))) for ever with probability 1 - α
/// (Robbins 1970; Howard, Ramdas, McAuliffe and Sekhon 2021, the closed form of their one-sided normal mixture). With
/// estimated variances it holds asymptotically (Waudby-Smith, Arbour, Sinha, Kennedy and Ramdas 2024, theorem 2.2 and its
/// one-sided form).
/// </summary>
/// <remarks>
/// Few observations say little of their own variance, and asymptotics say nothing. So each side begins with
/// <see cref="Prior"/> observations that were not made: they have the spread that the signal is known to have, and those of
/// the candidate lie at the other side's mean, which speaks for no difference.
/// </remarks>
/// <param name="margin">The difference that is no harm yet; above 0.</param>
/// <param name="spread">The standard deviation that is usual of the signal; above 0.</param>
/// <param name="alpha">The chance of seeing harm where there is none, in (0, 0.5].</param>
internal sealed class SequentialTest(double margin, double spread, double alpha)
{
    /// <summary>How many observations each side begins with.</summary>
    public const int Prior = 4;

    // The boundary is narrowest, relative to I, near the time at which twice the margin is told from the margin.
    private readonly double _mixture = 2 * Math.Log(1 / alpha) / (margin * margin) / (2 * Math.Log(1 / alpha) + Math.Log(2 * Math.Log(1 / alpha) + 1));

    /// <summary>By how much the first mean is above the second: an estimate, and what it is at least and at most if anything is known.</summary>
    public (double Difference, double? Lower, double? Upper) Compare(Tally candidate, Tally rest)
    {
        if (candidate.Count == 0 || rest.Count == 0)
            return (0, null, null);
        var weight = (double)candidate.Count / (candidate.Count + Prior);
        var difference = (candidate.Mean - rest.Mean) * weight;
        var information = 1 / (Variance(candidate) / (candidate.Count + Prior) + Variance(rest) / rest.Count);
        var width = Math.Sqrt(2 * (information + _mixture) * Math.Log(1 + Math.Sqrt((information + _mixture) / _mixture) / (2 * alpha))) / information;
        return (difference, difference - width, difference + width);
    }

    private double Variance(Tally tally) => (tally.Deviations + Prior * spread * spread) / (tally.Count + Prior - 1);
}
