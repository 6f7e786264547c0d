using Samantha.Client.Transport;
using Samantha.Contracts.Models;
using Samantha.Contracts.Training;

namespace Samantha.Client.Models;

/// <summary>Versions of the model, with lineage and metrics; rolling one out and back.</summary>
public sealed class ModelsClient
{
    private const string Key = IModelRegistryGrain.DefaultKey;

    private readonly Service _service;

    internal ModelsClient(Service service) => _service = service;

    /// <summary>All versions.</summary>
    public Task<ModelVersions> ListAsync(CancellationToken cancellationToken = default) => _service.AskAsync<IModelRegistryGrain, ModelVersions>(
        Key, http => http.GetAsync<ModelVersions>("/api/models", cancellationToken), ListAsync, cancellationToken);

    /// <summary>One version, with its lineage.</summary>
    public Task<ModelVersion> FindAsync(string version, CancellationToken cancellationToken = default) => _service.AskAsync<IModelRegistryGrain, ModelVersion>(
        Key,
        http => http.GetAsync<ModelVersion>($"/api/models/{Uri.EscapeDataString(version)}", cancellationToken),
        grain => grain.Find(version),
        cancellationToken);

    /// <summary>The latest rollout.</summary>
    public Task<RolloutStatus> RolloutStatusAsync(CancellationToken cancellationToken = default) => _service.AskAsync<IRolloutGrain, RolloutStatus>(
        Key, http => http.GetAsync<RolloutStatus>("/api/models/rollout", cancellationToken), grain => grain.Status(), cancellationToken);

    /// <summary>Begins to serve a version: canary, waves, all.</summary>
    public Task<RolloutStatus> RollOutAsync(string version, CancellationToken cancellationToken = default) => _service.AskAsync<IRolloutGrain, RolloutStatus>(
        Key,
        http => http.PostAsync<RolloutStatus>($"/api/models/{Uri.EscapeDataString(version)}/rollout", null, cancellationToken),
        grain => grain.Start(version),
        cancellationToken,
        isRepeatable: false);

    /// <summary>Holds the rollout where it is, with its share of conversations.</summary>
    public Task<RolloutStatus> PauseRolloutAsync(CancellationToken cancellationToken = default) => _service.AskAsync<IRolloutGrain, RolloutStatus>(
        Key, http => http.PostAsync<RolloutStatus>("/api/models/rollout/pause", null, cancellationToken), grain => grain.Pause(), cancellationToken);

    /// <summary>Goes on with a rollout that is held.</summary>
    public Task<RolloutStatus> ResumeRolloutAsync(CancellationToken cancellationToken = default) => _service.AskAsync<IRolloutGrain, RolloutStatus>(
        Key, http => http.PostAsync<RolloutStatus>("/api/models/rollout/resume", null, cancellationToken), grain => grain.Resume(), cancellationToken);

    /// <summary>Begins to go back to the version from before.</summary>
    public Task<RolloutStatus> RollBackAsync(CancellationToken cancellationToken = default) => _service.AskAsync<IRolloutGrain, RolloutStatus>(
        Key,
        http => http.PostAsync<RolloutStatus>("/api/models/rollback", null, cancellationToken),
        grain => grain.Rollback("An operator asked for it."),
        cancellationToken,
        isRepeatable: false);

    /// <summary>Begins to make the versions anew without the users who were forgotten; <see cref="ForgettingAsync"/> tells how far it is.</summary>
    public Task<LineRebuild> ForgetAsync(CancellationToken cancellationToken = default) => _service.AskAsync<ITrainerGrain, LineRebuild>(
        Key, http => http.PostAsync<LineRebuild>("/api/models/forget", null, cancellationToken), grain => grain.Rebuild(), cancellationToken);

    /// <summary>The latest making anew of the versions.</summary>
    public Task<LineRebuild> ForgettingAsync(CancellationToken cancellationToken = default) => _service.AskAsync<ITrainerGrain, LineRebuild>(
        Key, http => http.GetAsync<LineRebuild>("/api/models/forget", cancellationToken), grain => grain.Rebuilding(), cancellationToken);

    private static async Task<ModelVersions> ListAsync(IModelRegistryGrain registry)
    {
        var versions = await registry.List().ConfigureAwait(false);
        return new ModelVersions(versions.FirstOrDefault(version => version.Serving)?.Id, versions);
    }
}

/// <summary>All versions.</summary>
/// <param name="Serving">The id of the one being served.</param>
/// <param name="Versions">Newest first.</param>
public sealed record ModelVersions(string? Serving, IReadOnlyList<ModelVersion> Versions);
