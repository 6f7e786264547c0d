using Samantha.Client.Conversations;
using Samantha.Client.Models;
using Samantha.Client.Training;
using Samantha.Client.Transport;

namespace Samantha.Client;

/// <summary>
/// Talks to a Samantha service over HTTP. One client serves all users and threads of a process. Methods throw
/// <see cref="SamanthaProblemException"/> where the service refuses, and <see cref="HttpRequestException"/> where it cannot
/// be reached.
/// </summary>
public sealed class SamanthaClient : IDisposable
{
    private readonly HttpTransport _transport;
    private readonly SamanthaClientOptions _options;

    /// <summary>A client with connections of its own.</summary>
    public SamanthaClient(SamanthaClientOptions? options = null)
        : this(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(5), ConnectTimeout = TimeSpan.FromSeconds(5) }, options)
    {
    }

    /// <summary>A client that sends through a handler, which it disposes of.</summary>
    public SamanthaClient(HttpMessageHandler handler, SamanthaClientOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(handler);
        _options = options ?? new SamanthaClientOptions();
        ArgumentOutOfRangeException.ThrowIfLessThan(_options.MostAttempts, 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThan(_options.FirstPause, TimeSpan.Zero, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThan(_options.LongestPause, TimeSpan.Zero, nameof(options));
        _transport = new HttpTransport(handler, _options);
        Models = new ModelsClient(_transport);
        Training = new TrainingClient(_transport);
    }

    /// <summary>Versions of the model.</summary>
    public ModelsClient Models { get; }

    /// <summary>The trainer.</summary>
    public TrainingClient Training { get; }

    /// <summary>The conversation with one user.</summary>
    /// <param name="user">Names the user; 1 to 256 characters, no control characters.</param>
    public ConversationClient Conversation(string user)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(user);
        return new ConversationClient(_transport, _options, user);
    }

    /// <summary>Whether the service is there and ready to answer.</summary>
    public async Task<bool> IsReadyAsync(CancellationToken cancellationToken = default)
    {
        try
        {
            await _transport.GetAsync<HealthView>("/health/ready", cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (Exception failure) when (failure is HttpRequestException or SamanthaProblemException)
        {
            return false;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _transport.Dispose();

    private sealed record HealthView(string Status);
}
