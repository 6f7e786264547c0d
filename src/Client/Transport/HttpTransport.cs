using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Samantha.Client.Transport;

/// <summary>Requests and responses in JSON, problem documents as exceptions; from one silo to the next where one fails.</summary>
internal sealed class HttpTransport : IDisposable
{
    private readonly HttpClient _http;
    private readonly Uri[] _addresses;
    private int _choice;

    public HttpTransport(HttpMessageHandler handler, SamanthaClientOptions options)
    {
        // A streamed reply takes as long as it takes; the caller's token ends a request.
        _http = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
        _addresses = [options.BaseAddress, .. options.OtherAddresses];
        if (options.ApiKey is { Length: > 0 } key)
            _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
    }

    public Task<T> GetAsync<T>(string path, CancellationToken cancellationToken) => SendAsync<T>(HttpMethod.Get, path, null, cancellationToken);

    public Task<T> PostAsync<T>(string path, object? body, CancellationToken cancellationToken) => SendAsync<T>(HttpMethod.Post, path, body, cancellationToken);

    public async Task<T> SendAsync<T>(HttpMethod method, string path, object? body, CancellationToken cancellationToken)
    {
        using var response = await OpenAsync(method, path, body, "application/json", cancellationToken).ConfigureAwait(false);
        return await response.Content.ReadFromJsonAsync<T>(WireJson.Options, cancellationToken).ConfigureAwait(false)
            ?? throw new HttpRequestException("The service sent an empty answer.");
    }

    public async Task SendAsync(HttpMethod method, string path, object? body, CancellationToken cancellationToken)
    {
        using var response = await OpenAsync(method, path, body, "application/json", cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The elements of a JSON array, as they come.</summary>
    public async IAsyncEnumerable<T> ListAsync<T>(string path, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var response = await OpenAsync(HttpMethod.Get, path, null, "application/json", cancellationToken).ConfigureAwait(false);
        await foreach (var item in response.Content.ReadFromJsonAsAsyncEnumerable<T>(WireJson.Options, cancellationToken).ConfigureAwait(false))
            yield return item ?? throw new HttpRequestException("The service sent an empty element.");
    }

    /// <summary>A response of success whose body is not read yet; the caller disposes of it.</summary>
    public async Task<HttpResponseMessage> OpenAsync(HttpMethod method, string path, object? body, string accept, CancellationToken cancellationToken)
    {
        for (var left = _addresses.Length; ; left--)
        {
            var choice = Volatile.Read(ref _choice);
            try
            {
                return await OpenAsync(_addresses[choice], method, path, body, accept, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception failure) when (failure is HttpRequestException or SamanthaProblemException { IsTransient: true })
            {
                Leave(choice);
                // What broke off on the way may have been done: the caller knows whether it may be asked twice.
                if (left == 1 || !WasNotBegun(failure))
                    throw;
            }
        }
    }

    /// <summary>A silo broke off in the midst of an answer: the next request goes to another.</summary>
    /// <param name="answering">What was asked of it.</param>
    public void Leave(Uri answering)
    {
        var choice = Volatile.Read(ref _choice);
        if (_addresses[choice].IsBaseOf(answering))
            Leave(choice);
    }

    public void Dispose() => _http.Dispose();

    private async Task<HttpResponseMessage> OpenAsync(
        Uri address, HttpMethod method, string path, object? body, string accept, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, new Uri(address, path));
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue(accept));
        if (body is not null)
            request.Content = JsonContent.Create(body, body.GetType(), options: WireJson.Options);
        var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
        if (response.IsSuccessStatusCode)
            return response;
        using (response)
            throw await ProblemOfAsync(response, cancellationToken).ConfigureAwait(false);
    }

    // Of several callers that failed at the same silo, one moves on for all.
    private void Leave(int choice) => Interlocked.CompareExchange(ref _choice, (choice + 1) % _addresses.Length, choice);

    private static bool WasNotBegun(Exception failure) =>
        failure is SamanthaProblemException or HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError };

    private static async Task<SamanthaProblemException> ProblemOfAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        WireProblem? problem = null;
        try
        {
            problem = await response.Content.ReadFromJsonAsync<WireProblem>(WireJson.Options, cancellationToken).ConfigureAwait(false);
        }
        catch (JsonException)
        {
            // Something between here and the service answered in its own words.
        }

        return (problem ?? new WireProblem()).ToException(response.StatusCode);
    }
}

/// <summary>A problem document on the wire.</summary>
internal sealed record WireProblem(string? Title = null, HttpStatusCode Status = 0, string? Detail = null, string? Code = null)
{
    public SamanthaProblemException ToException(HttpStatusCode status) =>
        new(status, Code ?? "unknown", Title ?? $"The answer has status {(int)status}.", Detail ?? "Look into the service's log, or that of what stands between.");
}
