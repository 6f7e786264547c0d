using Samantha.Client.Transport;
using Samantha.Contracts.Measurement;
using Samantha.Contracts.Models;
using Samantha.Contracts.Training;

namespace Samantha.Client.Training;

/// <summary>The trainer: what it does, its curves, its sessions, what its versions know.</summary>
public sealed class TrainingClient
{
    private readonly Service _service;

    internal TrainingClient(Service service) => _service = service;

    /// <summary>What the trainer does, with the curve of its session.</summary>
    public Task<TrainingStatus> StatusAsync(CancellationToken cancellationToken = default) => Ask(
        http => http.GetAsync<TrainingStatus>("/api/training", cancellationToken), grain => grain.Status(), cancellationToken);

    /// <summary>The latest sessions, newest first.</summary>
    /// <param name="limit">How many at most, 1 to 200.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    public Task<IReadOnlyList<TrainingSession>> SessionsAsync(int limit = 20, CancellationToken cancellationToken = default) => Ask(
        http => http.GetAsync<IReadOnlyList<TrainingSession>>($"/api/training/sessions?limit={limit}", cancellationToken),
        grain => grain.Sessions(limit),
        cancellationToken);

    /// <summary>What versions know of each task that taught them.</summary>
    public Task<Measurements> MeasurementsAsync(CancellationToken cancellationToken = default) => _service.AskAsync(
        IModelRegistryGrain.DefaultKey,
        http => http.GetAsync<Measurements>("/api/training/measurements", cancellationToken),
        (IMeasurementGrain grain) => grain.Read(),
        cancellationToken);

    /// <summary>Starts a session now with the lessons that wait.</summary>
    public Task<TrainingSession> StartSessionAsync(CancellationToken cancellationToken = default) => Ask(
        http => http.PostAsync<TrainingSession>("/api/training/sessions", null, cancellationToken),
        grain => grain.StartSession(),
        cancellationToken,
        isRepeatable: false);

    private Task<T> Ask<T>(Func<HttpTransport, Task<T>> overHttp, Func<ITrainerGrain, Task<T>> ofGrain, CancellationToken cancellationToken, bool isRepeatable = true) =>
        _service.AskAsync(IModelRegistryGrain.DefaultKey, overHttp, ofGrain, cancellationToken, isRepeatable);
}
