namespace Samantha.Client.Transport;

/// <summary>The silos of a service, and which to ask next: the one that answered last; those that failed lately come last.</summary>
internal sealed class Addresses(IReadOnlyList<Uri> addresses, TimeProvider time)
{
    // A silo that is paused takes connections and answers none: who has found out spares the others the wait.
    private static readonly TimeSpan Avoidance = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private readonly Dictionary<Uri, long> _failed = [];
    private int _choice;

    public int Count => addresses.Count;

    /// <summary>The next of those that a request has not tried; null if it has tried all.</summary>
    public Uri? Next(HashSet<Uri> tried)
    {
        lock (_gate)
        {
            return Enumerable.Range(_choice, addresses.Count)
                .Select(i => addresses[i % addresses.Count])
                .Where(address => !tried.Contains(address))
                .OrderBy(IsAvoided)
                .FirstOrDefault();
        }
    }

    /// <summary>An address has failed: of the requests that find so, one moves on for all.</summary>
    /// <param name="address">Which.</param>
    /// <param name="isDown">Whether it did not answer at all.</param>
    public void Leave(Uri address, bool isDown)
    {
        lock (_gate)
        {
            if (isDown)
                _failed[address] = time.GetTimestamp();
            if (addresses[_choice] == address)
                _choice = (_choice + 1) % addresses.Count;
        }
    }

    private bool IsAvoided(Uri address) => _failed.TryGetValue(address, out var at) && time.GetElapsedTime(at) < Avoidance;
}
