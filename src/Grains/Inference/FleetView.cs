using Samantha.Contracts.Models;

namespace Samantha.Grains.Inference;

/// <summary>The fleet as this silo last heard of it. Safe for several threads.</summary>
public sealed class FleetView
{
    private volatile Fleet _current = Fleet.Unknown;

    /// <summary>The last answer to a beat; it stays while none comes.</summary>
    public Fleet Current => _current;

    internal void Update(Fleet fleet) => _current = fleet;
}
