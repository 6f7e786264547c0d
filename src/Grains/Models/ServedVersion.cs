using Samantha.Contracts.Models;

namespace Samantha.Grains.Models;

/// <summary>What the registry says is served, asked for again after a while.</summary>
internal sealed class ServedVersion(TimeProvider time, TimeSpan freshness)
{
    private long _readAt;

    /// <summary>The version as it was read last; null before one was imported.</summary>
    public string? Id { get; private set; }

    /// <summary>Reads it again if it may be stale.</summary>
    public async Task Read(IModelRegistryGrain registry)
    {
        if (Id is not null && time.GetElapsedTime(_readAt) < freshness)
            return;
        _readAt = time.GetTimestamp();
        Id = await registry.Current();
    }

    /// <summary>Sets it.</summary>
    public async Task Set(IModelRegistryGrain registry, string version)
    {
        await registry.SetCurrent(version);
        _readAt = time.GetTimestamp();
        Id = version;
    }
}
