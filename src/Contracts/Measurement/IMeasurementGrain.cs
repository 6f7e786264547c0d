using Orleans;
using Orleans.Concurrency;

namespace Samantha.Contracts.Measurement;

/// <summary>
/// Measures every version that comes to be served on every task that the stream has shown, while nothing is trained. The key
/// is the model's name, <see cref="Models.IModelRegistryGrain.DefaultKey"/>.
/// </summary>
[Alias("samantha.IMeasurementGrain")]
public interface IMeasurementGrain : IGrainWithStringKey
{
    /// <summary>All that was measured.</summary>
    [Alias("Read"), AlwaysInterleave]
    Task<Measurements> Read();
}
