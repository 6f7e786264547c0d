using Samantha.Inference.Versions;

namespace Samantha.Inference.Caching;

/// <summary>
/// The caches of all sequences within one budget of memory. A conversation's cache stays when its reply is done: where the
/// next prompt begins as the last one did, that part is not computed again. For the engine's thread only.
/// </summary>
/// <remarks>
/// A cache is only ever reused by its own conversation, so that nobody learns from an answer's speed what others wrote.
/// Idle caches go, the least recently used first, when a sequence needs their memory.
/// </remarks>
internal sealed class CachePool(long budget) : IDisposable
{
    // Least recently used first.
    private readonly List<CacheSlot> idle = [];
    private long used;

    /// <summary>What is set aside for all caches, in bytes; never above the budget.</summary>
    public long Bytes => Interlocked.Read(ref used);

    /// <summary>Takes a cache for a sequence, or says that there is no memory for it now.</summary>
    /// <param name="version">The version that will compute.</param>
    /// <param name="conversation">The conversation, if it has a name.</param>
    /// <param name="prompt">The prompt; what the cache holds of it afterwards lacks at least its last token.</param>
    /// <param name="capacity">Tokens that it must hold in the end.</param>
    public CacheSlot? TryRent(LoadedVersion version, string? conversation, ReadOnlySpan<int> prompt, int capacity)
    {
        var shape = CacheShape.Of(version.Config);
        var slot = Find(shape, version.Id, conversation, capacity);
        if (slot is not null && Extend(slot, capacity))
        {
            slot.Cache.Truncate(Math.Min(slot.Tokens.AsSpan().CommonPrefixLength(prompt), prompt.Length - 1));
        }
        else
        {
            if (slot is not null)
                Free(slot);
            if (!MakeRoom(shape.Bytes(capacity)))
                return null;
            slot = new CacheSlot(version.NewCache(capacity), shape);
            Charge(slot, shape.Bytes(capacity));
        }

        slot.Conversation = conversation;
        slot.Version = version.Id;
        slot.Tokens = [];
        return slot;
    }

    /// <summary>Gives a cache back.</summary>
    /// <param name="slot">The cache.</param>
    /// <param name="tokens">The sequence's tokens; the cache holds the first of them.</param>
    public void Return(CacheSlot slot, ReadOnlySpan<int> tokens)
    {
        if (slot.Conversation is { } conversation)
        {
            Forget(conversation);
            slot.Tokens = tokens[..slot.Cache.Length].ToArray();
        }

        Charge(slot, slot.Cache.Bytes);
        idle.Add(slot);
    }

    /// <summary>Frees a cache whose contents are not to be trusted.</summary>
    public void Free(CacheSlot slot)
    {
        Charge(slot, 0);
        slot.Cache.Dispose();
    }

    /// <summary>Frees what was kept of a conversation.</summary>
    public void Forget(string conversation)
    {
        for (var i = idle.Count - 1; i >= 0; i--)
        {
            if (idle[i].Conversation == conversation)
                FreeIdle(i);
        }
    }

    public void Dispose()
    {
        while (idle.Count > 0)
            FreeIdle(idle.Count - 1);
    }

    // The conversation's own cache, or a nameless one that is large enough.
    private CacheSlot? Find(CacheShape shape, string version, string? conversation, int capacity)
    {
        var found = conversation is null
            ? -1
            : idle.FindLastIndex(slot => slot.Conversation == conversation && slot.Version == version && slot.Shape == shape);
        if (found < 0)
            found = idle.FindLastIndex(slot => slot.Conversation is null && slot.Shape == shape && slot.Cache.Capacity >= capacity);
        if (found < 0)
            return null;
        var taken = idle[found];
        idle.RemoveAt(found);
        return taken;
    }

    // A cache that is too small grows by doubling, to less than twice what it needs.
    private bool Extend(CacheSlot slot, int capacity)
    {
        if (slot.Cache.Capacity >= capacity)
            return true;
        var bytes = slot.Shape.Bytes((int)Math.Min(slot.Shape.MaxPositions, 2L * capacity));
        if (!MakeRoom(bytes - slot.Charge))
            return false;
        Charge(slot, bytes);
        return true;
    }

    private bool MakeRoom(long bytes)
    {
        while (used + bytes > budget && idle.Count > 0)
            FreeIdle(0);
        return used + bytes <= budget;
    }

    private void FreeIdle(int index)
    {
        var slot = idle[index];
        idle.RemoveAt(index);
        Free(slot);
    }

    private void Charge(CacheSlot slot, long bytes)
    {
        Interlocked.Add(ref used, bytes - slot.Charge);
        slot.Charge = bytes;
    }
}
