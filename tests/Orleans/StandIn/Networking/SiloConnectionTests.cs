using System.IO.Pipelines;
using System.Net;
using System.Net.Sockets;
using Orleans.Runtime;
using Samantha.Orleans.Tests.Calls;
using Samantha.Orleans.Tests.Support;

namespace Samantha.Orleans.Tests.StandIn.Networking;

public sealed class SiloConnectionTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task CallsBothWays_OneAfterTheOther_GoOverOneConnection()
    {
        await using var a = await new NetworkNode("a").ListenAsync();
        await using var b = await new NetworkNode("b").ListenAsync();
        a.Route("b", b.Address);
        b.Route("a", a.Address);

        (await a.Grain("b1").Echo("there")).ShouldBe("there");
        (await b.Grain("a1").Echo("back")).ShouldBe("back");

        b.AcceptedConnections.ShouldBe(1);
        a.AcceptedConnections.ShouldBe(0);
    }

    [Fact]
    public async Task CallsBothWays_BegunTogether_AreAllAnswered()
    {
        await using var a = await new NetworkNode("a").ListenAsync();
        await using var b = await new NetworkNode("b").ListenAsync();
        a.Route("b", b.Address);
        b.Route("a", a.Address);

        var answers = await Task.WhenAll(Enumerable.Range(0, 400).Select(i => Task.Run(() => i % 2 == 0 ? a.Grain("b1").Echo($"{i}") : b.Grain("a1").Echo($"{i}"))));

        answers.ShouldBe(Enumerable.Range(0, 400).Select(i => $"{i}"));
    }

    [Fact]
    public async Task LargeCallsBothWays_MoreThanTheConnectionHolds_AreAllAnswered()
    {
        await using var a = await new NetworkNode("a").ListenAsync();
        await using var b = await new NetworkNode("b").ListenAsync();
        a.Route("b", b.Address);
        b.Route("a", a.Address);
        await a.Grain("b1").Nothing();
        var bytes = new byte[500_000];

        var answers = await Task.WhenAll(Enumerable.Range(0, 80).Select(i => i % 2 == 0 ? a.Grain("b1").Same(bytes) : b.Grain("a1").Same(bytes))).WaitAsync(Token);

        answers.ShouldAllBe(answer => answer.Length == bytes.Length);
        b.AcceptedConnections.ShouldBe(1);
    }

    [Fact]
    public async Task OneWayCalls_ArriveInOrder()
    {
        await using var a = new NetworkNode("a");
        await using var b = await new NetworkNode("b").ListenAsync();
        a.Route("b", b.Address);
        await a.Grain("b1").Nothing();

        for (var i = 0; i < 100; i++)
            await a.Grain("b1").Forget($"{i}");

        await a.Grain("b1").Nothing();
        b.Probe.Notes.ShouldBe(Enumerable.Range(0, 100).Select(i => $"{i}"));
    }

    [Fact]
    public async Task Call_OverASiloInBetween_IsAnsweredAndCancelledThroughIt()
    {
        await using var a = new NetworkNode("a");
        await using var b = await new NetworkNode("b").ListenAsync();
        await using var c = await new NetworkNode("c").ListenAsync();
        a.Route("c", b.Address);
        b.Route("c", c.Address);

        (await a.Grain("c1").Same(new[] { "x", "y" })).ShouldBe(["x", "y"]);
        (await a.Grain("c1").Add(40, 2)).ShouldBe(42);
        await a.Grain("c1").Nothing();
        (await Should.ThrowAsync<CallFailedException>(() => a.Grain("c1").Fail("no"))).Code.ShouldBe(42);
        using var source = new CancellationTokenSource();
        var call = a.Grain("c1").WaitForCancellation(source.Token);
        await c.Probe["waiting"].Reached;
        await source.CancelAsync();

        await c.Probe["cancelled"].Reached;
        await Should.ThrowAsync<OperationCanceledException>(() => call);
    }

    [Fact]
    public async Task Call_ToASiloThatIsNotThere_FailsAtOnceUntilItIsTimeToTryAgain()
    {
        var clock = new ManualTimeProvider();
        await using var a = new NetworkNode("a", clock);
        var port = NetworkedSilo.FreePort();
        a.Route("b", SiloAddress.New(IPAddress.Loopback, port, 1));
        await Should.ThrowAsync<SiloUnavailableException>(() => a.Grain("b1").Nothing());
        await using var b = await new NetworkNode("b", port: port).ListenAsync();

        await Should.ThrowAsync<SiloUnavailableException>(() => a.Grain("b1").Nothing());
        clock.Advance(TimeSpan.FromSeconds(2));

        (await a.Grain("b1").Echo("now")).ShouldBe("now");
    }

    [Fact]
    public async Task Call_ToAnotherRunAtTheSameEndpoint_IsRefused()
    {
        await using var b = await new NetworkNode("b", generation: 2).ListenAsync();
        await using var a = new NetworkNode("a");
        a.Route("b", SiloAddress.New(b.Address.Endpoint, 1));

        (await Should.ThrowAsync<SiloUnavailableException>(() => a.Grain("b1").Nothing())).Message.ShouldContain("was meant");
    }

    [Fact]
    public async Task Call_ToASiloOfAnotherCluster_IsRefused()
    {
        await using var b = await new NetworkNode("b", clusterId: "other").ListenAsync();
        await using var a = new NetworkNode("a").Route("b", b.Address);

        (await Should.ThrowAsync<SiloUnavailableException>(() => a.Grain("b1").Nothing())).Message.ShouldContain("cluster \"cluster\", not to \"other\"");
    }

    [Fact]
    public async Task Silo_ThatStops_FailsTheCallsThatItHasNotAnswered()
    {
        await using var a = new NetworkNode("a");
        var b = await new NetworkNode("b").ListenAsync();
        a.Route("b", b.Address);
        var call = a.Grain("b1").Pass("gate");
        await b.Probe["gate"].Reached;

        await b.DisposeAsync();

        await Should.ThrowAsync<SiloUnavailableException>(() => call);
    }

    [Fact]
    public async Task Silo_ThatIsSaidToBeDead_FailsTheCallsThatItHasNotAnswered()
    {
        await using var a = new NetworkNode("a");
        await using var b = await new NetworkNode("b").ListenAsync();
        a.Route("b", b.Address);
        var call = a.Grain("b1").Pass("gate");
        await b.Probe["gate"].Reached;

        a.Disconnect(b.Address);

        await Should.ThrowAsync<SiloUnavailableException>(() => call);
        b.Probe["gate"].Open();
    }

    [Fact]
    public async Task Silo_ThatFallsSilent_FailsItsCalls()
    {
        var clock = new ManualTimeProvider();
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var silent = SiloAddress.New((IPEndPoint)listener.LocalEndpoint, 1);
        await using var a = new NetworkNode("a", clock).Route("b", silent);
        var call = a.Grain("b1").Nothing();
        using var peer = await listener.AcceptTcpClientAsync(Token);
        await Handshake.ReceiveAsync(PipeReader.Create(peer.GetStream(), new StreamPipeReaderOptions(leaveOpen: true)), Token);
        await Handshake.SendAsync(PipeWriter.Create(peer.GetStream(), new StreamPipeWriterOptions(leaveOpen: true)), new Preamble("cluster", "default") { Silo = silent }, Token);
        await peer.GetStream().ReadExactlyAsync(new byte[1], Token);

        for (var i = 0; i < 4; i++)
            clock.Advance(TimeSpan.FromSeconds(5));

        await Should.ThrowAsync<SiloUnavailableException>(() => call);
    }

    [Fact]
    public async Task Peer_ThatVanishesWithMuchUnread_FailsTheCallsToIt()
    {
        var peer = SiloAddress.New(IPAddress.Loopback, 1, 1);
        await using var b = (await new NetworkNode("b").ListenAsync()).Route("s", peer);
        using var stranger = new TcpClient { LingerState = new LingerOption(true, 0) };
        await stranger.ConnectAsync(b.Address.Endpoint, Token);
        var writer = PipeWriter.Create(stranger.GetStream(), new StreamPipeWriterOptions(leaveOpen: true));
        await Handshake.SendAsync(writer, new Preamble("cluster", "default") { Silo = peer }, Token);
        await Handshake.ReceiveAsync(PipeReader.Create(stranger.GetStream(), new StreamPipeReaderOptions(leaveOpen: true)), Token);

        // More than the sockets hold; then so much to read that the sockets are full: the other end has stopped reading.
        var calls = Enumerable.Range(0, 40).Select(_ => b.Grain("s1").Same(new byte[500_000])).ToList();
        var pings = Enumerable.Range(0, 4096).SelectMany(_ => new byte[] { 1, 0, 0, 0, (byte)FrameKind.Ping }).ToArray();
        stranger.Client.Blocking = false;
        var error = SocketError.Success;
        for (var at = 0; error != SocketError.WouldBlock; at %= pings.Length)
            at += stranger.Client.Send(pings, at, pings.Length - at, SocketFlags.None, out error);

        stranger.Close();

        foreach (var call in calls)
            await Should.ThrowAsync<SiloUnavailableException>(() => call.WaitAsync(Token));
    }

    [Fact]
    public async Task Frames_ChangedAtRandom_EndTheirConnectionAlone()
    {
        await using var b = await new NetworkNode("b").ListenAsync();
        await using var a = new NetworkNode("a").Route("b", b.Address);
        var random = new Random(11);
        for (var i = 0; i < 100; i++)
        {
            using var stranger = new TcpClient();
            await stranger.ConnectAsync(b.Address.Endpoint, Token);
            var writer = PipeWriter.Create(stranger.GetStream(), new StreamPipeWriterOptions(leaveOpen: true));
            await Handshake.SendAsync(writer, new Preamble("cluster", "default") { Silo = SiloAddress.New(IPAddress.Loopback, 1, i) }, Token);
            var frame = new byte[random.Next(5, 300)];
            random.NextBytes(frame);
            BitConverter.TryWriteBytes(frame, frame.Length - 4);
            frame[4] %= 8;
            await writer.WriteAsync(frame, Token);
        }

        (await a.Grain("b1").Echo("still here")).ShouldBe("still here");
    }
}
