using Samantha.Client.Transport;
using Samantha.Contracts.Models;

namespace Samantha.Client.Models;

/// <summary>Versions of the model, with lineage and metrics; rolling one out and back.</summary>
public sealed class ModelsClient
{
    private readonly HttpTransport _transport;

    internal ModelsClient(HttpTransport transport) => _transport = transport;

    /// <summary>All versions.</summary>
    public Task<ModelVersions> ListAsync(CancellationToken cancellationToken = default) =>
        _transport.GetAsync<ModelVersions>("/api/models", cancellationToken);

    /// <summary>One version.</summary>
    public Task<ModelVersion> FindAsync(string version, CancellationToken cancellationToken = default) =>
        _transport.GetAsync<ModelVersion>($"/api/models/{Uri.EscapeDataString(version)}", cancellationToken);

    /// <summary>The latest rollout.</summary>
    public Task<RolloutStatus> RolloutStatusAsync(CancellationToken cancellationToken = default) =>
        _transport.GetAsync<RolloutStatus>("/api/models/rollout", cancellationToken);

    /// <summary>Begins to serve a version: canary, waves, all.</summary>
    public Task<RolloutStatus> RollOutAsync(string version, CancellationToken cancellationToken = default) =>
        _transport.PostAsync<RolloutStatus>($"/api/models/{Uri.EscapeDataString(version)}/rollout", null, cancellationToken);

    /// <summary>Holds the rollout where it is, with its share of conversations.</summary>
    public Task<RolloutStatus> PauseRolloutAsync(CancellationToken cancellationToken = default) =>
        _transport.PostAsync<RolloutStatus>("/api/models/rollout/pause", null, cancellationToken);

    /// <summary>Goes on with a rollout that is held.</summary>
    public Task<RolloutStatus> ResumeRolloutAsync(CancellationToken cancellationToken = default) =>
        _transport.PostAsync<RolloutStatus>("/api/models/rollout/resume", null, cancellationToken);

    /// <summary>Begins to go back to the version from before.</summary>
    public Task<RolloutStatus> RollBackAsync(CancellationToken cancellationToken = default) =>
        _transport.PostAsync<RolloutStatus>("/api/models/rollback", null, cancellationToken);
}

/// <summary>All versions.</summary>
/// <param name="Serving">The id of the one being served.</param>
/// <param name="Versions">Newest first.</param>
public sealed record ModelVersions(string? Serving, IReadOnlyList<ModelVersion> Versions);
