using System.Net;
using System.Text.Json;
using Samantha.Client.Conversations;
using Samantha.Client.Transport;
using Samantha.Contracts.Conversations;

namespace Samantha.Client.Tests;

/// <summary>Silos that are silent, busy or moving, behind three addresses.</summary>
public sealed class PatienceTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Ask_SiloThatNeverAnswers_IsLeftForTheNextWithTheSameTurn()
    {
        using var handler = new ScriptedHandler((request, token) =>
            request.RequestUri!.Host == "a" ? ScriptedHandler.Never(token) : Task.FromResult(ScriptedHandler.Confirmed()));
        using var client = Client(handler, options => options.ResponseTimeout = TimeSpan.FromMilliseconds(30));

        (await client.Conversation("ada").AskAsync("Hello", cancellationToken: Token)).Reply.ShouldBe("Hello.");

        handler.Hosts.ShouldBe(["a", "b"]);
        handler.Bodies.Select(TurnIdOf).Distinct().ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Ask_AfterOneHasFoundASilentSilo_SparesTheOthersTheWait()
    {
        using var handler = new ScriptedHandler((request, token) => request.RequestUri!.Host switch
        {
            "a" => ScriptedHandler.Never(token),
            "b" => Task.FromResult(ScriptedHandler.Problem(HttpStatusCode.ServiceUnavailable, "moving")),
            _ => Task.FromResult(ScriptedHandler.Confirmed()),
        });
        using var client = Client(handler, options => options.ResponseTimeout = TimeSpan.FromMilliseconds(30));
        await client.Conversation("ada").AskAsync("Hello", cancellationToken: Token);
        handler.Hosts.ShouldBe(["a", "b", "c"]);

        await Task.WhenAll(Enumerable.Range(0, 20).Select(i => client.Conversation($"{i}").AskAsync("Hello", cancellationToken: Token)));

        handler.Hosts.Skip(3).ShouldAllBe(host => host == "c");
    }

    [Fact]
    public async Task Say_StreamThatFallsSilent_IsLeftForTheNextWithTheSameTurn()
    {
        using var handler = new ScriptedHandler((request, _) => Task.FromResult(request.RequestUri!.Host == "a"
            ? new HttpResponseMessage(HttpStatusCode.OK) { Content = new SilentContent("event: token\ndata: {\"text\": \"He\", \"model\": \"v1\"}\n\n") }
            : ScriptedHandler.Confirmed()));
        using var client = Client(handler, options => options.SilenceTimeout = TimeSpan.FromMilliseconds(30));

        var updates = await client.Conversation("ada").SayAsync("Hello", cancellationToken: Token).ToListAsync(Token);

        updates.Select(update => update.GetType().Name).ShouldBe([nameof(ReplyGrew), nameof(TurnRestarted), nameof(ReplyGrew), nameof(TurnConfirmed)]);
        handler.Hosts.ShouldBe(["a", "b"]);
        handler.Bodies.Select(TurnIdOf).Distinct().ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Say_FailsInItsMidstForWhatPasses_IsSaidAgain()
    {
        var requests = 0;
        using var handler = new ScriptedHandler((_, _) => Task.FromResult(++requests < 6
            ? ScriptedHandler.Events(": still here\n\nevent: failed\ndata: {\"title\": \"Gone.\", \"status\": 503, \"detail\": \"Again.\", \"code\": \"moving\"}\n\n")
            : ScriptedHandler.Confirmed()));
        using var client = Client(handler);

        (await client.Conversation("ada").AskAsync("Hello", cancellationToken: Token)).Reply.ShouldBe("Hello.");

        requests.ShouldBe(6);
    }

    [Fact]
    public async Task Read_SiloThatNeverAnswers_IsAskedOfTheNext()
    {
        using var handler = new ScriptedHandler((request, token) => request.RequestUri!.Host == "a"
            ? ScriptedHandler.Never(token)
            : Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent("""{"serving": "v1", "versions": []}""") }));
        using var client = Client(handler, options => options.ResponseTimeout = TimeSpan.FromMilliseconds(30));

        (await client.Models.ListAsync(Token)).Serving.ShouldBe("v1");

        handler.Hosts.ShouldBe(["a", "b"]);
    }

    [Fact]
    public async Task Teach_ThatMayHaveBeenDone_IsNotDoneAgain()
    {
        using var handler = new ScriptedHandler((_, _) => throw new HttpRequestException(HttpRequestError.ResponseEnded, "Cut."));
        using var client = Client(handler);

        await Should.ThrowAsync<HttpRequestException>(client.Conversation("ada").TeachAsync("When?", "At nine.", Token));

        handler.Hosts.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Judge_ThatMayHaveBeenDone_IsDoneAgain()
    {
        using var handler = new ScriptedHandler((_, _) => throw new HttpRequestException(HttpRequestError.ResponseEnded, "Cut."));
        using var client = Client(handler, options => options.Patience = TimeSpan.FromMilliseconds(100));

        await Should.ThrowAsync<HttpRequestException>(client.Conversation("ada").JudgeAsync("t", new Feedback(Rating: 1), Token));

        handler.Hosts.Length.ShouldBeGreaterThan(1);
    }

    [Fact]
    public void TryNext_OfManyClients_DoublesThePauseAndSpreadsIt()
    {
        var random = new Random(5);
        for (var client = 0; client < 100; client++)
        {
            var failures = new Failures(new SamanthaClientOptions { Random = random });
            foreach (var longest in (int[])[200, 400, 800, 1_000, 1_000])
            {
                failures.TryNext(new IOException(), out var pause).ShouldBeTrue();
                pause.TotalMilliseconds.ShouldBeInRange(longest / 2, longest);
            }
        }
    }

    [Theory]
    [InlineData(nameof(SamanthaClientOptions.Patience))]
    [InlineData(nameof(SamanthaClientOptions.FirstPause))]
    [InlineData(nameof(SamanthaClientOptions.LongestPause))]
    [InlineData(nameof(SamanthaClientOptions.ResponseTimeout))]
    [InlineData(nameof(SamanthaClientOptions.SilenceTimeout))]
    public void New_NegativeTime_IsRefused(string option)
    {
        var options = new SamanthaClientOptions();
        typeof(SamanthaClientOptions).GetProperty(option)!.SetValue(options, TimeSpan.FromSeconds(-1));
        Should.Throw<ArgumentOutOfRangeException>(() => new SamanthaClient(options)).Message.ShouldContain(option);
    }

    private static string? TurnIdOf(string body) => JsonDocument.Parse(body).RootElement.GetProperty("turnId").GetString();

    private static SamanthaClient Client(ScriptedHandler handler, Action<SamanthaClientOptions>? configure = null)
    {
        var options = new SamanthaClientOptions { BaseAddress = new Uri("http://a"), OtherAddresses = [new Uri("http://b"), new Uri("http://c")], FirstPause = TimeSpan.Zero };
        configure?.Invoke(options);
        return new SamanthaClient(handler, options);
    }
}
