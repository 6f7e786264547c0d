using Orleans;

namespace Samantha.Contracts.Models;

/// <summary>What is kept of many observations: enough for their mean and variance, and two of them add up.</summary>
/// <param name="Count">How many there were.</param>
/// <param name="Sum">Their sum.</param>
/// <param name="SumOfSquares">The sum of their squares.</param>
[GenerateSerializer, Immutable, Alias("samantha.tally")]
public sealed record Tally(
    [property: Id(0)] long Count,
    [property: Id(1)] double Sum,
    [property: Id(2)] double SumOfSquares)
{
    /// <summary>Nothing observed.</summary>
    public static Tally Empty { get; } = new(0, 0, 0);

    /// <summary>The mean; 0 of nothing.</summary>
    public double Mean => Count == 0 ? 0 : Sum / Count;

    /// <summary>The sum of squared deviations from the mean.</summary>
    public double Deviations => Count == 0 ? 0 : Math.Max(0, SumOfSquares - Sum * Sum / Count);

    /// <summary>With one more observation.</summary>
    public Tally With(double observation) => new(Count + 1, Sum + observation, SumOfSquares + observation * observation);

    /// <summary>The observations of both.</summary>
    public static Tally operator +(Tally one, Tally other)
    {
        ArgumentNullException.ThrowIfNull(one);
        ArgumentNullException.ThrowIfNull(other);
        return new(one.Count + other.Count, one.Sum + other.Sum, one.SumOfSquares + other.SumOfSquares);
    }
}
