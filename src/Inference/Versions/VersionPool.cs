namespace Samantha.Inference.Versions;

/// <summary>
/// The versions in memory. One of them is current; others stay, the least recently used going first when the budget is
/// exceeded. The one prepared last and the one loaded last stay in any case, for who asked for them is about to use them,
/// and so does every version that a sequence uses.
/// </summary>
/// <remarks>
/// The lock is only ever held for a few instructions: loading, warming up and freeing happen outside it, elsewhere than on
/// the threads of requests and of the engine.
/// </remarks>
internal sealed class VersionPool(IVersionLocator locator, VersionLoader loader, long budget) : IDisposable
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, Entry> entries = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Task<Entry>> loading = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource stopping = new();
    private Entry? current;
    private Entry? prepared;
    private Entry? newest;
    private long uses;
    private bool disposed;

    public string? Current
    {
        get
        {
            lock (gate)
                return current?.Version.Id;
        }
    }

    public IReadOnlyList<ResidentVersion> Resident
    {
        get
        {
            lock (gate)
            {
                return [.. entries.Values
                    .Where(entry => !entry.Freed)
                    .Select(entry => new ResidentVersion(entry.Version.Id, entry.Version.Bytes, entry.Leases, entry == current, entry.Error is not null))
                    .OrderBy(version => version.Id, StringComparer.Ordinal)];
            }
        }
    }

    /// <summary>Loads a version and keeps it at hand until another is prepared.</summary>
    public async Task PrepareAsync(string id, string folder, CancellationToken cancellationToken)
    {
        while (true)
        {
            var entry = await GetAsync(id, _ => ValueTask.FromResult(folder)).WaitAsync(cancellationToken).ConfigureAwait(false);
            lock (gate)
            {
                ObjectDisposedException.ThrowIf(disposed, this);
                // Between the loading and here it may have been evicted again.
                if (entries.GetValueOrDefault(id) != entry)
                    continue;
                entry.ThrowIfBroken();
                prepared = entry;
                entry.LastUse = ++uses;
                return;
            }
        }
    }

    /// <summary>Takes in a version that is in memory already.</summary>
    /// <exception cref="ArgumentException">A version of this name is in memory: versions never change.</exception>
    public void Adopt(LoadedVersion version)
    {
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(disposed, this);
            if (entries.ContainsKey(version.Id) || loading.ContainsKey(version.Id))
                throw new ArgumentException($"Version {version.Id} is in memory already; a version's name is never used again.");
            prepared = entries[version.Id] = new Entry(version) { LastUse = ++uses };
        }

        Evict();
    }

    /// <summary>Makes a version in memory the current one.</summary>
    /// <exception cref="VersionNotFoundException">It is not in memory.</exception>
    /// <exception cref="BrokenVersionException">It is broken.</exception>
    public void Swap(string id)
    {
        lock (gate)
        {
            if (!entries.TryGetValue(id, out var entry))
                throw new VersionNotFoundException($"Version {id} is not in memory. Prepare it, then swap to it.");
            entry.ThrowIfBroken();
            current = entry;
            entry.LastUse = ++uses;
            if (prepared == entry)
                prepared = null;
        }

        Evict();
    }

    /// <summary>Holds a version; loads it first if it is not in memory.</summary>
    /// <param name="id">Its name, or null for the current one.</param>
    /// <param name="cancellationToken">Ends the waiting; a loading that has begun goes on, for others or for later.</param>
    public ValueTask<VersionLease> RentAsync(string? id, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(disposed, this);
            if (id is null && current is null)
                throw new VersionNotFoundException("No version is served yet. Prepare one and swap to it.");
            if ((id is null ? current : entries.GetValueOrDefault(id)) is { } entry)
                return ValueTask.FromResult(Lease(entry));
        }

        return LoadAsync(id!, cancellationToken);
    }

    /// <summary>Why a version answers no request, or null if it does.</summary>
    public BrokenVersionException? Error(LoadedVersion version)
    {
        lock (gate)
            return entries[version.Id].Error;
    }

    /// <summary>Marks a version as broken.</summary>
    /// <returns>The error, and whether it is news.</returns>
    public (BrokenVersionException Error, bool IsNew) Break(LoadedVersion version)
    {
        lock (gate)
        {
            var entry = entries[version.Id];
            var isNew = entry.Error is null;
            return (entry.Error ??= new BrokenVersionException(version.Id), isNew);
        }
    }

    public void Dispose()
    {
        List<Entry> left;
        lock (gate)
        {
            if (disposed)
                return;
            disposed = true;
            left = [.. entries.Values.Where(entry => entry.Leases == 0 && !entry.Freed)];
            left.ForEach(entry => entry.Freed = true);
        }

        stopping.Cancel();
        left.ForEach(entry => entry.Version.Dispose());
    }

    private async ValueTask<VersionLease> LoadAsync(string id, CancellationToken cancellationToken)
    {
        while (true)
        {
            var entry = await GetAsync(id, token => locator.LocateAsync(id, token)).WaitAsync(cancellationToken).ConfigureAwait(false);
            lock (gate)
            {
                ObjectDisposedException.ThrowIf(disposed, this);
                if (entries.GetValueOrDefault(id) == entry)
                    return Lease(entry);
            }
        }
    }

    // One loading serves all who wait for it; a failed one is forgotten, so that a repaired folder can be tried again.
    private Task<Entry> GetAsync(string id, Func<CancellationToken, ValueTask<string>> locate)
    {
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(disposed, this);
            if (entries.TryGetValue(id, out var entry))
                return Task.FromResult(entry);
            if (!loading.TryGetValue(id, out var task))
                loading[id] = task = Task.Run(() => LoadEntryAsync(id, locate));
            return task;
        }
    }

    private async Task<Entry> LoadEntryAsync(string id, Func<CancellationToken, ValueTask<string>> locate)
    {
        Entry? loaded = null;
        try
        {
            var folder = await locate(stopping.Token).ConfigureAwait(false);
            loaded = new Entry(await loader.LoadAsync(id, folder, stopping.Token).ConfigureAwait(false));
        }
        finally
        {
            lock (gate)
            {
                loading.Remove(id);
                if (loaded is not null && !disposed)
                {
                    loaded.LastUse = ++uses;
                    entries[id] = newest = loaded;
                }
            }
        }

        if (disposed)
        {
            loaded.Version.Dispose();
            throw new EngineStoppedException();
        }

        Evict();
        return loaded;
    }

    // The caller holds the lock.
    private VersionLease Lease(Entry entry)
    {
        entry.ThrowIfBroken();
        entry.Leases++;
        entry.LastUse = ++uses;
        return new VersionLease(entry.Version, () => Release(entry));
    }

    private void Release(Entry entry)
    {
        bool last;
        lock (gate)
        {
            entry.Leases--;
            last = entry.Leases == 0;
        }

        if (last)
            Evict();
    }

    // Frees what is over the budget, and what is broken or left behind by a stopped engine and no longer in use.
    private void Evict()
    {
        List<Entry> freed = [];
        lock (gate)
        {
            var unused = entries.Values.Where(entry => entry.Leases == 0 && !entry.Freed).OrderBy(entry => entry.LastUse).ToList();
            var bytes = entries.Values.Where(entry => !entry.Freed).Sum(entry => entry.Version.Bytes);
            foreach (var entry in unused)
            {
                var isWanted = entry == current || entry == prepared || entry == newest;
                if (!disposed && entry.Error is null && (bytes <= budget || isWanted))
                    continue;
                bytes -= entry.Version.Bytes;
                entry.Freed = true;
                // A broken version's name stays, so that it is not loaded again.
                if (entry.Error is null)
                    entries.Remove(entry.Version.Id);
                freed.Add(entry);
            }
        }

        if (freed.Count > 0)
            _ = LowPriorityThread.RunAsync("Freeing versions", Niceness.Loading, () => Free(freed));
    }

    private static bool Free(List<Entry> entries)
    {
        entries.ForEach(entry => entry.Version.Dispose());
        NativeHeap.Trim();
        return true;
    }

    private sealed class Entry(LoadedVersion version)
    {
        public LoadedVersion Version { get; } = version;

        public int Leases { get; set; }

        public long LastUse { get; set; }

        /// <summary>Whether the weights are gone, or about to go.</summary>
        public bool Freed { get; set; }

        public BrokenVersionException? Error { get; set; }

        public void ThrowIfBroken()
        {
            if (Error is { } error)
                throw new BrokenVersionException(error.Version);
        }
    }
}
