using System.Collections.Immutable;
using Orleans;
using Samantha.Contracts.Models;

namespace Samantha.Grains.Models;

/// <summary>What the registry remembers.</summary>
[GenerateSerializer, Immutable, Alias("samantha.registry-state")]
internal sealed record RegistryState
{
    /// <summary>The last sequence given to a version; stored before the version is, so that none is given twice.</summary>
    [Id(0)]
    public long LastSequence { get; init; }

    /// <summary>All versions by id.</summary>
    [Id(1)]
    public ImmutableDictionary<string, RegisteredModel> Versions { get; init; } = ImmutableDictionary<string, RegisteredModel>.Empty;

    /// <summary>The versions that were served, the current one last.</summary>
    [Id(2)]
    public ImmutableArray<string> Served { get; init; } = [];

    /// <summary>Models that are on their way, the latest last.</summary>
    [Id(3)]
    public ImmutableArray<ReservedModel> Reserved { get; init; } = [];
}
