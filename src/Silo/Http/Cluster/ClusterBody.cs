using System.Text.Json;
using System.Text.Json.Serialization;
using Samantha.Contracts.Models;

namespace Samantha.Silo.Http.Cluster;

/// <summary>The cluster as it is now.</summary>
/// <param name="Silos">The silos that are members.</param>
/// <param name="Workers">The workers that serve.</param>
/// <param name="Rollout">The latest rollout.</param>
public sealed record ClusterBody(IReadOnlyList<SiloBody> Silos, IReadOnlyList<WorkerBody> Workers, RolloutBody Rollout)
{
    /// <summary>How it is written.</summary>
    internal static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) } };
}

/// <summary>A silo.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Address">Its address among silos.</param>
/// <param name="Activations">How many grains it has in memory.</param>
public sealed record SiloBody(string Name, string Address, int Activations);

/// <summary>A worker.</summary>
/// <param name="Silo">The silo that it belongs to.</param>
/// <param name="Worker">Its key.</param>
/// <param name="Device">The device it computes on.</param>
/// <param name="Version">The version it serves.</param>
/// <param name="Loaded">Every version it holds in memory.</param>
/// <param name="Active">Replies being generated.</param>
/// <param name="Waiting">Requests waiting to start.</param>
/// <param name="Capacity">How many replies it generates at once.</param>
/// <param name="SilentSeconds">How long ago its silo told.</param>
public sealed record WorkerBody(
    string Silo, string Worker, string Device, string? Version, IReadOnlyList<string> Loaded, int Active, int Waiting, int Capacity, double SilentSeconds)
{
    internal static WorkerBody Of(FleetWorker worker) => new(
        worker.Silo,
        worker.Status.Worker,
        worker.Status.Device,
        worker.Status.Version,
        worker.Status.Loaded,
        worker.Status.Active,
        worker.Status.Waiting,
        worker.Status.Capacity,
        worker.Silence.TotalSeconds);
}

/// <summary>The latest rollout, in short.</summary>
/// <param name="Stage">How far it is.</param>
/// <param name="Version">The version.</param>
/// <param name="Share">The share of conversations that it answers, in [0, 1].</param>
/// <param name="Paused">Whether an operator holds it.</param>
/// <param name="Reason">Why it was rolled back.</param>
public sealed record RolloutBody(RolloutStage Stage, string? Version, double Share, bool Paused, string? Reason);
