using Orleans;

namespace Samantha.Contracts.Models;

/// <summary>A version compared with the one from before, in one signal.</summary>
/// <param name="Signal">Which.</param>
/// <param name="CandidateCount">Observations of the version being rolled out.</param>
/// <param name="CandidateMean">Their mean.</param>
/// <param name="RestCount">Observations of the version from before, in the same time.</param>
/// <param name="RestMean">Their mean.</param>
/// <param name="Harm">By how much the version is worse, in the signal's unit; below zero: better.</param>
/// <param name="Lower">What it is worse by at least; null while nothing is known. The bounds hold at any time, however often one looks.</param>
/// <param name="Upper">What it is worse by at most; null while nothing is known.</param>
/// <param name="Margin">What it may be worse by; it is taken back once <paramref name="Lower"/> is above.</param>
[GenerateSerializer, Immutable, Alias("samantha.signal-difference")]
public sealed record SignalDifference(
    [property: Id(0)] Signal Signal,
    [property: Id(1)] long CandidateCount,
    [property: Id(2)] double CandidateMean,
    [property: Id(3)] long RestCount,
    [property: Id(4)] double RestMean,
    [property: Id(5)] double Harm,
    [property: Id(6)] double? Lower,
    [property: Id(7)] double? Upper,
    [property: Id(8)] double Margin)
{
    /// <summary>Whether harm is shown.</summary>
    public bool IsHarmful => Lower > Margin;
}
