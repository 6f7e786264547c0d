using System.Collections.Concurrent;

namespace Orleans.Runtime.GrainDirectory;

/// <summary>Where grains were when they were last heard of. A wrong answer costs a message its way round, no more.</summary>
internal sealed class LocationCache
{
    private const int Limit = 200_000;

    private readonly ConcurrentDictionary<GrainId, SiloAddress> _silos = new();
    private int _added;

    public int Count => _silos.Count;

    public bool TryGet(GrainId grainId, out SiloAddress? silo) => _silos.TryGetValue(grainId, out silo);

    public void Set(GrainId grainId, SiloAddress silo)
    {
        // Begun anew when it is full: what is in use comes back with its next call.
        if (Interlocked.Increment(ref _added) > Limit)
        {
            Interlocked.Exchange(ref _added, 0);
            _silos.Clear();
        }

        _silos[grainId] = silo;
    }

    public void Remove(GrainId grainId, SiloAddress silo) => _silos.TryRemove(new(grainId, silo));
}
