using Orleans;
using Samantha.Client.Conversations;
using Samantha.Client.Models;
using Samantha.Client.Training;
using Samantha.Client.Transport;

namespace Samantha.Client;

/// <summary>
/// Talks to a Samantha service, over HTTP or as a client of its cluster. One client serves all users and threads of a process.
/// Methods throw <see cref="SamanthaProblemException"/> where the service refuses, and <see cref="HttpRequestException"/> where
/// it cannot be reached, either way.
/// </summary>
public sealed class SamanthaClient : IDisposable
{
    private readonly Service _service;

    /// <summary>A client over HTTP, with connections of its own.</summary>
    public SamanthaClient(SamanthaClientOptions? options = null)
        : this(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(5), ConnectTimeout = TimeSpan.FromSeconds(2) }, options)
    {
    }

    /// <summary>A client over HTTP that sends through a handler, which it disposes of.</summary>
    public SamanthaClient(HttpMessageHandler handler, SamanthaClientOptions? options = null)
        : this(options, checkedOptions => new Service(new HttpTransport(handler, checkedOptions), null, checkedOptions)) =>
        ArgumentNullException.ThrowIfNull(handler);

    /// <summary>A client that calls a cluster's grains, through the application's cluster client.</summary>
    public SamanthaClient(IClusterClient cluster, SamanthaClientOptions? options = null)
        : this(options, checkedOptions => new Service(null, cluster, checkedOptions)) =>
        ArgumentNullException.ThrowIfNull(cluster);

    private SamanthaClient(SamanthaClientOptions? options, Func<SamanthaClientOptions, Service> connect)
    {
        options ??= new SamanthaClientOptions();
        options.Check();
        _service = connect(options);
        Models = new ModelsClient(_service);
        Training = new TrainingClient(_service);
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
        return new ConversationClient(_service, user);
    }

    /// <summary>Whether the service is there and ready to answer, without patience.</summary>
    public Task<bool> IsReadyAsync(CancellationToken cancellationToken = default) => _service.IsReadyAsync(cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => _service.Dispose();
}
