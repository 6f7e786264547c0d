using System.Net;
using System.Net.Sockets;
using Samantha.Client.Conversations;
using Samantha.Contracts.Conversations;

namespace Samantha.Client.Tests;

public sealed class FailoverTests(ServiceFixture fixture)
{
    private static readonly TurnSettings Short = new() { Sampling = new SamplingSettings(Temperature: 0, MaxTokens: 4) };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Ask_FirstSiloGone_IsAnsweredByTheNextWithoutAPause()
    {
        using var client = Client(new SocketsHttpHandler(), Nowhere(), fixture.Address);
        var updates = await client.Conversation("finn").SayAsync("Anyone?", Short, Token).ToListAsync(Token);

        updates[^1].ShouldBeOfType<TurnConfirmed>();
        updates.OfType<TurnRestarted>().ShouldBeEmpty();
        (await client.Conversation("finn").ReadAsync(cancellationToken: Token)).TurnCount.ShouldBe(1);
    }

    [Fact]
    public async Task Ask_StreamOfFirstSiloBreaks_IsSentAgainToTheNextAndStoredOnce()
    {
        using var handler = new RecordingHandler(breaks: 1);
        using var client = Client(handler, fixture.Address, new Uri($"http://localhost:{fixture.Address.Port}"));
        (await client.Conversation("gil").AskAsync("Anyone?", Short, Token)).Replayed.ShouldBeTrue();

        handler.Hosts.ShouldBe([fixture.Address.Host, "localhost"]);
        (await client.Conversation("gil").ReadAsync(cancellationToken: Token)).TurnCount.ShouldBe(1);
    }

    [Fact]
    public async Task Ask_AllSilosGone_SaysSo()
    {
        using var client = Client(new SocketsHttpHandler(), Nowhere(), Nowhere(), patience: TimeSpan.FromMilliseconds(50));
        await Should.ThrowAsync<HttpRequestException>(client.Conversation("hal").AskAsync("Anyone?", Short, Token));
    }

    private static SamanthaClient Client(HttpMessageHandler handler, Uri first, Uri second, TimeSpan? patience = null)
    {
        if (handler is DelegatingHandler outer)
            outer.InnerHandler = new SocketsHttpHandler();
        return new SamanthaClient(handler, new SamanthaClientOptions
        {
            BaseAddress = first,
            OtherAddresses = [second],
            FirstPause = TimeSpan.Zero,
            Patience = patience ?? TimeSpan.FromMinutes(1),
        });
    }

    // A port that was free a moment ago, and that nobody listens on.
    private static Uri Nowhere()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}");
    }

    /// <summary>Cuts the first streams off before the confirmation, and notes who was asked.</summary>
    private sealed class RecordingHandler(int breaks) : DelegatingHandler
    {
        private int _breaks = breaks;

        public List<string> Hosts { get; } = [];

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (request.Method == HttpMethod.Post)
                Hosts.Add(request.RequestUri!.Host);
            var response = await base.SendAsync(request, cancellationToken);
            if (_breaks-- <= 0)
                return response;
            var cut = await FailingHandler.LoseConfirmation(response);
            cut.RequestMessage = request;
            return cut;
        }
    }
}
