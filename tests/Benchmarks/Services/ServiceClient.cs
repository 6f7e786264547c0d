using System.Net.Http.Json;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Samantha.Benchmarks.Services;

/// <summary>The service seen from outside: plain HTTP and nothing of the platform's own code.</summary>
internal sealed class ServiceClient(Uri url) : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { MaxConnectionsPerServer = 256 })
    {
        BaseAddress = url,
        Timeout = Timeout.InfiniteTimeSpan,
    };

    public async Task<Reply> SayAsync(string user, string text, CancellationToken cancellationToken, string? turnId = null, string? model = null, double? temperature = 0)
    {
        Reply? completed = null;
        await foreach (var message in StreamAsync(user, text, cancellationToken, turnId, model, temperature))
            completed = message.Completed ?? completed;
        return completed ?? throw new InvalidDataException("The stream ended before the turn was confirmed.");
    }

    public async IAsyncEnumerable<TurnMessage> StreamAsync(
        string user, string text, [EnumeratorCancellation] CancellationToken cancellationToken, string? turnId = null, string? model = null, double? temperature = 0)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"api/conversations/{user}/turns")
        {
            Content = JsonContent.Create(new { turnId, text, temperature, model }),
        };
        using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        if (!response.IsSuccessStatusCode)
            throw new HttpRequestException(await response.Content.ReadAsStringAsync(cancellationToken), null, response.StatusCode);
        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        await foreach (var item in SseParser.Create(body).EnumerateAsync(cancellationToken))
        {
            switch (item.EventType)
            {
                case "token":
                    yield return new TurnMessage(Parse(item.Data).GetProperty("text").GetString(), null);
                    break;
                case "completed":
                    var data = Parse(item.Data);
                    yield return new TurnMessage(null, new Reply(
                        data.GetProperty("turnId").GetString()!, data.GetProperty("reply").GetString()!, data.GetProperty("model").GetString()!));
                    break;
                case "failed":
                    throw new HttpRequestException(item.Data);
            }
        }
    }

    public async Task CorrectAsync(string user, string turnId, string correction, CancellationToken cancellationToken)
    {
        using var response = await _http.PostAsJsonAsync($"api/conversations/{user}/turns/{turnId}/feedback", new { correction }, cancellationToken);
        response.EnsureSuccessStatusCode();
    }

    public async Task<JsonElement> GetAsync(string path, CancellationToken cancellationToken)
    {
        using var response = await _http.GetAsync(path, cancellationToken);
        response.EnsureSuccessStatusCode();
        return Parse(await response.Content.ReadAsStringAsync(cancellationToken));
    }

    public async Task PostAsync(string path, object body, CancellationToken cancellationToken)
    {
        using var response = await _http.PostAsJsonAsync(path, body, cancellationToken);
        response.EnsureSuccessStatusCode();
    }

    /// <summary>All versions, newest first.</summary>
    public async Task DeleteAsync(string path, CancellationToken cancellationToken)
    {
        using var response = await _http.DeleteAsync(path, cancellationToken);
        response.EnsureSuccessStatusCode();
    }

    public async Task<IReadOnlyList<JsonElement>> VersionsAsync(CancellationToken cancellationToken)
    {
        var models = await GetAsync("api/models", cancellationToken);
        return [.. (models.ValueKind == JsonValueKind.Array ? models : models.GetProperty("versions")).EnumerateArray()];
    }

    /// <summary>The id of the version that serves.</summary>
    public async Task<string> ServingAsync(CancellationToken cancellationToken)
    {
        foreach (var version in await VersionsAsync(cancellationToken))
            if (version.GetProperty("serving").GetBoolean())
                return version.GetProperty("id").GetString()!;
        throw new InvalidDataException("No version serves.");
    }

    public void Dispose() => _http.Dispose();

    private static JsonElement Parse(string json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.Clone();
    }
}

/// <summary>A confirmed turn.</summary>
internal sealed record Reply(string TurnId, string Text, string Model);

/// <summary>What a stream brings: a piece of the reply, or its confirmation.</summary>
internal sealed record TurnMessage(string? Token, Reply? Completed);
