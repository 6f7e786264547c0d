using Orleans;
using Orleans.Concurrency;

namespace Samantha.Grains.Measurement;

/// <summary>The measurement, for the trainer.</summary>
[Alias("samantha.IMeasuringGrain")]
public interface IMeasuringGrain : IGrainWithStringKey
{
    /// <summary>Tells that a session has ended. Losing this call costs time and nothing else.</summary>
    [Alias("Notify"), OneWay, AlwaysInterleave]
    Task Notify();
}
