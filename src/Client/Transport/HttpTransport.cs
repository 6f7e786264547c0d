using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Samantha.Client.Transport;

/// <summary>Requests and responses in JSON, problem documents as exceptions; from one silo to the next where one fails.</summary>
internal sealed class HttpTransport : IDisposable
{
    // What changes something may wait for a turn under way.
    private const int Slow = 3;

    private readonly HttpClient _http;
    private readonly Addresses _addresses;
    private readonly SamanthaClientOptions _options;

    public HttpTransport(HttpMessageHandler handler, SamanthaClientOptions options)
    {
        // A streamed reply takes as long as it takes, if it only goes on.
        _http = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
        _options = options;
        _addresses = new Addresses([options.BaseAddress, .. options.OtherAddresses], options.Time);
        if (options.ApiKey is { Length: > 0 } key)
            _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
    }

    public Task<T> GetAsync<T>(string path, CancellationToken cancellationToken) => SendAsync<T>(HttpMethod.Get, path, null, cancellationToken);

    public Task<T> PostAsync<T>(string path, object? body, CancellationToken cancellationToken) => SendAsync<T>(HttpMethod.Post, path, body, cancellationToken);

    public async Task<T> SendAsync<T>(HttpMethod method, string path, object? body, CancellationToken cancellationToken)
    {
        await foreach (var answer in StreamAsync(method, path, body, "application/json", ReadOneAsync<T>, cancellationToken).ConfigureAwait(false))
            return answer;
        throw new HttpRequestException("The service sent an empty answer.");
    }

    public async Task SendAsync(HttpMethod method, string path, object? body, CancellationToken cancellationToken)
    {
        var (response, _) = await OpenAsync(method, path, body, "application/json", Slow, cancellationToken).ConfigureAwait(false);
        response.Dispose();
    }

    /// <summary>The elements of a JSON array, as they come.</summary>
    public IAsyncEnumerable<T> ListAsync<T>(string path, CancellationToken cancellationToken) => StreamAsync(
        HttpMethod.Get, path, null, "application/json", ReadAllAsync<T>, cancellationToken);

    /// <summary>Reads an answer of success as it comes.</summary>
    /// <param name="method">GET changes nothing; an answer that is no JSON begins soon, whatever it waits for.</param>
    /// <param name="path">Of the resource.</param>
    /// <param name="body">To be sent as JSON; null for none.</param>
    /// <param name="accept">The type of the answer.</param>
    /// <param name="read">Reads its body.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    public async IAsyncEnumerable<T> StreamAsync<T>(
        HttpMethod method,
        string path,
        object? body,
        string accept,
        Func<Stream, CancellationToken, IAsyncEnumerable<T>> read,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var patience = method == HttpMethod.Get || accept != "application/json" ? 1 : Slow;
        var (response, address) = await OpenAsync(method, path, body, accept, patience, cancellationToken).ConfigureAwait(false);
        using var opened = response;
        var content = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        using var stream = new WatchedStream(content, _options.SilenceTimeout, _options.Time);
        var items = read(stream, cancellationToken).GetAsyncEnumerator(cancellationToken);
        await using var reading = items.ConfigureAwait(false);
        while (await MoveAsync(items, address).ConfigureAwait(false))
            yield return items.Current;
    }

    public void Dispose() => _http.Dispose();

    private static async IAsyncEnumerable<T> ReadOneAsync<T>(Stream stream, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (await JsonSerializer.DeserializeAsync<T>(stream, WireJson.Options, cancellationToken).ConfigureAwait(false) is { } answer)
            yield return answer;
    }

    private static async IAsyncEnumerable<T> ReadAllAsync<T>(Stream stream, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var item in JsonSerializer.DeserializeAsyncEnumerable<T>(stream, WireJson.Options, cancellationToken).ConfigureAwait(false))
            yield return item ?? throw new HttpRequestException("The service sent an empty element.");
    }

    private async Task<bool> MoveAsync<T>(IAsyncEnumerator<T> items, Uri address)
    {
        try
        {
            return await items.MoveNextAsync().ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException)
        {
            _addresses.Leave(address, isDown: true);
            throw;
        }
    }

    private async Task<(HttpResponseMessage Response, Uri Address)> OpenAsync(
        HttpMethod method, string path, object? body, string accept, int patience, CancellationToken cancellationToken)
    {
        var limit = _options.ResponseTimeout * (_addresses.Count > 1 ? patience : Slow);
        var tried = new HashSet<Uri>();
        for (var address = _addresses.Next(tried)!; ;)
        {
            tried.Add(address);
            try
            {
                return (await OpenAsync(address, method, path, body, accept, limit, cancellationToken).ConfigureAwait(false), address);
            }
            catch (Exception failure) when (Failures.Pass(failure))
            {
                _addresses.Leave(address, isDown: failure is not SamanthaProblemException);

                // What broke off on the way may have been done: the caller knows whether it may be asked twice.
                if (!Failures.WasNotBegun(failure) || _addresses.Next(tried) is not { } next)
                    throw;
                address = next;
            }
        }
    }

    private async Task<HttpResponseMessage> OpenAsync(
        Uri address, HttpMethod method, string path, object? body, string accept, TimeSpan limit, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, new Uri(address, path));
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue(accept));
        if (body is not null)
            request.Content = JsonContent.Create(body, body.GetType(), options: WireJson.Options);
        using var silence = new CancellationTokenSource(limit, _options.Time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(silence.Token, cancellationToken);
        try
        {
            var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, linked.Token).ConfigureAwait(false);
            if (response.IsSuccessStatusCode)
                return response;
            using (response)
                throw await WireProblem.ReadAsync(response, linked.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException failure) when (!cancellationToken.IsCancellationRequested)
        {
            throw new HttpRequestException($"{address} did not begin to answer within {limit.TotalSeconds:0.#} seconds.", failure);
        }
    }
}
