using System.Net;

namespace Samantha.Client.Tests;

/// <summary>Silos that answer as a test wants, and what was asked of whom.</summary>
internal sealed class ScriptedHandler(Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> answer) : HttpMessageHandler
{
    private const string State = """{"valence": 0, "arousal": 0, "dominance": 0, "mood": 0, "trust": 0.5, "dominant": "neutral", "updatedAt": "2026-01-01T00:00:00Z"}""";

    private readonly Lock _gate = new();
    private readonly List<(string Host, string Method, string Body)> _asked = [];

    /// <summary>The hosts that were asked, in order.</summary>
    public string[] Hosts
    {
        get
        {
            lock (_gate)
                return [.. _asked.Select(asked => asked.Host)];
        }
    }

    /// <summary>What was sent to them.</summary>
    public string[] Bodies
    {
        get
        {
            lock (_gate)
                return [.. _asked.Select(asked => asked.Body)];
        }
    }

    /// <summary>A stored turn, as events.</summary>
    public static HttpResponseMessage Confirmed() => Events(
        $"event: token\ndata: {{\"text\": \"Hello.\", \"model\": \"v1\"}}\n\nevent: completed\ndata: {{\"turnId\": \"t\", \"reply\": \"Hello.\", \"model\": \"v1\", \"emotionalState\": {State}, \"replayed\": false}}\n\n");

    public static HttpResponseMessage Events(string text) => new(HttpStatusCode.OK) { Content = new StringContent(text) };

    public static HttpResponseMessage Problem(HttpStatusCode status, string code) =>
        new(status) { Content = new StringContent($$"""{"title": "No.", "status": {{(int)status}}, "detail": "Later.", "code": "{{code}}"}""") };

    /// <summary>What a paused process does: it takes the connection, and that is all.</summary>
    public static async Task<HttpResponseMessage> Never(CancellationToken cancellationToken)
    {
        await Task.Delay(Timeout.Infinite, cancellationToken);
        throw new InvalidOperationException("Never.");
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
        lock (_gate)
            _asked.Add((request.RequestUri!.Host, request.Method.Method, body));
        return await answer(request, cancellationToken);
    }
}

/// <summary>A body that begins and then says nothing more.</summary>
internal sealed class SilentContent(string text) : HttpContent
{
    protected override Task<Stream> CreateContentReadStreamAsync() => Task.FromResult<Stream>(new SilentStream(System.Text.Encoding.UTF8.GetBytes(text)));

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => throw new NotSupportedException();

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }

    private sealed class SilentStream(byte[] bytes) : MemoryStream(bytes)
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (await base.ReadAsync(buffer, cancellationToken) is > 0 and var read)
                return read;
            await Task.Delay(Timeout.Infinite, cancellationToken);
            return 0;
        }
    }
}
