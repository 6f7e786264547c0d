using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using Samantha.Testing;

[assembly: AssemblyFixture(typeof(Samantha.Ops.Tests.Testing.ObservedService))]

namespace Samantha.Ops.Tests.Testing;

/// <summary>A service where something of everything has happened: turns, judgements, a session that was promoted and one that was rejected.</summary>
public sealed class ObservedService : IAsyncLifetime
{
    private const string Key = "a key of these tests";

    private RunningService _service = null!;

    /// <summary>A client with the key.</summary>
    public HttpClient Http => _service.Http;

    /// <summary>A client without.</summary>
    public HttpClient WithoutKey { get; private set; } = null!;

    /// <summary>What <c>/metrics</c> shows: the labels of each series, by its name.</summary>
    public ILookup<string, IReadOnlyDictionary<string, string>> Series { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        // One silo, yet a member of a cluster: it shows what members show.
        _service = await RunningService.StartAsync(settings: new Dictionary<string, string?>
        {
            ["ApiKeys:0"] = Key,
            ["Cluster:SiloPort"] = FreePort().ToString(CultureInfo.InvariantCulture),
        });
        Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Key);
        WithoutKey = new HttpClient { BaseAddress = _service.Address };
        await Post("turns", new { turnId = "1", text = "When does the library open?", maxTokens = 4 });
        await Post("turns/1/feedback", new { rating = -1, correction = "At nine." });
        Series = await Until(series => series["samantha_training_session_duration_seconds_count"].Any() && series["samantha_training_phase"].Any());
    }

    public async ValueTask DisposeAsync()
    {
        WithoutKey.Dispose();
        await _service.DisposeAsync();
    }

    private static int FreePort()
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }

    private async Task Post(string path, object body)
    {
        using var response = await Http.PostAsJsonAsync($"/api/conversations/ada/{path}", body);
        response.EnsureSuccessStatusCode();
        await response.Content.ReadAsStringAsync();
    }

    private async Task<ILookup<string, IReadOnlyDictionary<string, string>>> Until(Func<ILookup<string, IReadOnlyDictionary<string, string>>, bool> isSo)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        for (; ; patience.Token.ThrowIfCancellationRequested())
        {
            var series = Read(await Http.GetStringAsync("/metrics", patience.Token));
            if (isSo(series))
                return series;
        }
    }

    private static ILookup<string, IReadOnlyDictionary<string, string>> Read(string text) => text.Split('\n')
        .Where(line => line.Length > 0 && line[0] != '#')
        .Select(line => Regex.Match(line, @"^(\w+)(?:\{(.*)\})? \S+$"))
        .ToLookup(
            match => match.Groups[1].Value,
            IReadOnlyDictionary<string, string> (match) => Regex.Matches(match.Groups[2].Value, "(\\w+)=\"((?:[^\"\\\\]|\\\\.)*)\"").ToDictionary(label => label.Groups[1].Value, label => label.Groups[2].Value));
}
