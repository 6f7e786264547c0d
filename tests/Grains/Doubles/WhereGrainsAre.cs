using System.Collections.Concurrent;
using Orleans;
using Orleans.Runtime;

namespace Samantha.Grains.Tests.Doubles;

/// <summary>Notes on which silo grains are called.</summary>
internal sealed class WhereGrainsAre(ILocalSiloDetails silo, WhereGrainsAre.Map map) : IIncomingGrainCallFilter
{
    public Task Invoke(IIncomingGrainCallContext context)
    {
        map.Silos[context.TargetId] = silo.Name;
        return context.Invoke();
    }

    /// <summary>The silo that each grain was called on last.</summary>
    public sealed class Map
    {
        public ConcurrentDictionary<GrainId, string> Silos { get; } = new();
    }
}
