using Orleans;
using Orleans.Concurrency;

namespace Samantha.Grains.Measurement;

/// <summary>
/// The trainer, for who measures. Whoever asks anew before each use never works with words that were forgotten meanwhile.
/// </summary>
[Alias("samantha.ITaughtStreamGrain")]
public interface ITaughtStreamGrain : IGrainWithStringKey
{
    /// <summary>The stream as it is now.</summary>
    [Alias("Stream"), AlwaysInterleave]
    Task<TaughtStream> Stream();
}
