using System.Diagnostics;
using System.Net.Http.Json;
using System.Text;

namespace Samantha.Benchmarks.Turns;

/// <summary>Says turns over HTTP and does no more with what comes back than look for its confirmation.</summary>
internal sealed class TurnCaller(Uri service) : IDisposable
{
    private static readonly byte[] Confirmation = Encoding.UTF8.GetBytes("event: completed\n");

    private readonly HttpClient _http = new(new SocketsHttpHandler { MaxConnectionsPerServer = 1024 }) { BaseAddress = service };

    /// <summary>Says one thing.</summary>
    /// <returns>Milliseconds from the request to the end of its stream.</returns>
    public async Task<double> SayAsync(string user, string text, CancellationToken cancellation)
    {
        var began = Stopwatch.GetTimestamp();
        using var request = new HttpRequestMessage(HttpMethod.Post, $"api/conversations/{user}/turns") { Content = JsonContent.Create(new { text }) };
        using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
        response.EnsureSuccessStatusCode();
        var stream = await response.Content.ReadAsByteArrayAsync(cancellation);
        var milliseconds = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        return stream.AsSpan().IndexOf(Confirmation) >= 0 ? milliseconds : throw new InvalidDataException("A turn was not confirmed.");
    }

    public void Dispose() => _http.Dispose();
}
