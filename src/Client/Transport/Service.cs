using Orleans;
using Samantha.Contracts.Models;

namespace Samantha.Client.Transport;

/// <summary>
/// The way to the service: over HTTP, or to a cluster's grains. Every request says how it is made either way, and is made again
/// while that is safe and there is patience.
/// </summary>
internal sealed class Service(HttpTransport? http, IGrainFactory? grains, SamanthaClientOptions options) : IDisposable
{
    private readonly Retry _retry = new(options);

    public SamanthaClientOptions Options => options;

    public Task<T> AskAsync<TGrain, T>(
        string key, Func<HttpTransport, Task<T>> overHttp, Func<TGrain, Task<T>> ofGrain, CancellationToken cancellationToken, bool isRepeatable = true)
        where TGrain : IGrainWithStringKey =>
        _retry.RunAsync(() => http is null ? GrainFailures.CallAsync(ofGrain(Grain<TGrain>(key)), cancellationToken) : overHttp(http), isRepeatable, cancellationToken);

    public Task TellAsync<TGrain>(
        string key, Func<HttpTransport, Task> overHttp, Func<TGrain, Task> ofGrain, CancellationToken cancellationToken, bool isRepeatable = true)
        where TGrain : IGrainWithStringKey =>
        AskAsync<TGrain, bool>(key, http => DoneAsync(overHttp(http)), grain => DoneAsync(ofGrain(grain)), cancellationToken, isRepeatable);

    /// <summary>A stream, sent again until its first element has come.</summary>
    public IAsyncEnumerable<T> ListAsync<TGrain, T>(
        string key, Func<HttpTransport, IAsyncEnumerable<T>> overHttp, Func<TGrain, IAsyncEnumerable<T>> ofGrain, CancellationToken cancellationToken)
        where TGrain : IGrainWithStringKey =>
        _retry.StreamAsync(() => Open(key, overHttp, ofGrain, cancellationToken), cancellationToken);

    /// <summary>A stream, sent once.</summary>
    public IAsyncEnumerable<T> Open<TGrain, T>(
        string key, Func<HttpTransport, IAsyncEnumerable<T>> overHttp, Func<TGrain, IAsyncEnumerable<T>> ofGrain, CancellationToken cancellationToken)
        where TGrain : IGrainWithStringKey =>
        http is null ? GrainFailures.ReadAsync(ofGrain(Grain<TGrain>(key)), cancellationToken) : overHttp(http);

    public async Task<bool> IsReadyAsync(CancellationToken cancellationToken)
    {
        try
        {
            return http is not null
                ? await http.GetAsync<HealthView>("/health/ready", cancellationToken).ConfigureAwait(false) is not null
                : await GrainFailures.CallAsync(Grain<IModelRegistryGrain>(IModelRegistryGrain.DefaultKey).Current(), cancellationToken).ConfigureAwait(false) is not null;
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException or SamanthaProblemException)
        {
            return false;
        }
    }

    // The cluster's client is the application's.
    public void Dispose() => http?.Dispose();

    private static async Task<bool> DoneAsync(Task task)
    {
        await task.ConfigureAwait(false);
        return true;
    }

    private TGrain Grain<TGrain>(string key) where TGrain : IGrainWithStringKey => grains!.GetGrain<TGrain>(key);

    private sealed record HealthView(string Status);
}
