using Orleans;
using Samantha.Contracts.Inference;

namespace Samantha.Contracts.Models;

/// <summary>What a silo tells of itself with each beat. It may be told twice or be lost: the next one says it all again.</summary>
/// <param name="Silo">The silo's name.</param>
/// <param name="Run">Names the run of its process; what another run observed is kept beside it.</param>
/// <param name="Draining">Whether it is about to stop: its workers take no more requests.</param>
/// <param name="Workers">Its workers.</param>
/// <param name="Rollout">The rollout that the observations belong to, <see cref="Fleet.Rollout"/>.</param>
/// <param name="Signals">What it observed of each version since that rollout began.</param>
/// <param name="Harms">The versions that did harm at once on its workers.</param>
[GenerateSerializer, Immutable, Alias("samantha.silo-report")]
public sealed record SiloReport(
    [property: Id(0)] string Silo,
    [property: Id(1)] string Run,
    [property: Id(2)] bool Draining,
    [property: Id(3)] IReadOnlyList<WorkerStatus> Workers,
    [property: Id(4)] long Rollout,
    [property: Id(5)] IReadOnlyList<SignalTally> Signals,
    [property: Id(6)] IReadOnlyList<VersionHarm> Harms)
{
    /// <summary>The silo's address among silos.</summary>
    [Id(7)]
    public string Address { get; init; } = "";
}
