using Samantha.Client.Transport;
using Samantha.Contracts.Training;

namespace Samantha.Client.Training;

/// <summary>The trainer: what it does, its curves, its sessions.</summary>
public sealed class TrainingClient
{
    private readonly HttpTransport _transport;

    internal TrainingClient(HttpTransport transport) => _transport = transport;

    /// <summary>What the trainer does, with the curve of its session.</summary>
    public Task<TrainingStatus> StatusAsync(CancellationToken cancellationToken = default) =>
        _transport.GetAsync<TrainingStatus>("/api/training", cancellationToken);

    /// <summary>The latest sessions, newest first.</summary>
    /// <param name="limit">How many at most, 1 to 200.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    public Task<IReadOnlyList<TrainingSession>> SessionsAsync(int limit = 20, CancellationToken cancellationToken = default) =>
        _transport.GetAsync<IReadOnlyList<TrainingSession>>($"/api/training/sessions?limit={limit}", cancellationToken);

    /// <summary>Starts a session now with the lessons that wait.</summary>
    public Task<TrainingSession> StartSessionAsync(CancellationToken cancellationToken = default) =>
        _transport.PostAsync<TrainingSession>("/api/training/sessions", null, cancellationToken);
}
