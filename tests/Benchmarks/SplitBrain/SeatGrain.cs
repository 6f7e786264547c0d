using System.Diagnostics;
using Orleans;
using Orleans.Runtime;

namespace Samantha.Benchmarks.SplitBrain;

/// <summary>A grain that tells which silo answers for it, and when it did.</summary>
public interface ISeatGrain : IGrainWithIntegerKey
{
    ValueTask<Seat> Where();
}

/// <summary>An answer.</summary>
/// <param name="Silo">The silo's name.</param>
/// <param name="At">When the grain answered, in <see cref="Stopwatch"/>'s ticks: all silos of the benchmark share that clock.</param>
[GenerateSerializer, Immutable]
public sealed record Seat([property: Id(0)] string Silo, [property: Id(1)] long At);

internal sealed class SeatGrain(ILocalSiloDetails silo) : Grain, ISeatGrain
{
    public ValueTask<Seat> Where() => ValueTask.FromResult(new Seat(silo.Name, Stopwatch.GetTimestamp()));
}
