using Orleans.TestingHost;
using Samantha.Contracts.Conversations;
using Samantha.Grains.Tests.Doubles;

namespace Samantha.Grains.Tests.Conversations;

/// <summary>A silo that is stopped while users talk.</summary>
public sealed class DrainTests : IAsyncLifetime
{
    private readonly World _world = new();
    private readonly TaskCompletionSource _goOn = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private FleetCluster _fleet = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() =>
        _fleet = await FleetCluster.Start(_world, 2, engine => engine.AfterFirstWord = (request, _) =>
            request.Dialogue[^1].Text == "wait" ? _goOn.Task : Task.CompletedTask);

    public async ValueTask DisposeAsync()
    {
        await _fleet.DisposeAsync();
        _world.Dispose();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task Drain_TurnReadFromTheOtherSilo_ArrivesWhole(int stopped)
    {
        var (leaving, staying) = (_fleet.Silos[stopped], _fleet.Silos[1 - stopped]);
        var user = await SomeoneOn(leaving);
        var events = _fleet.Conversation(staying, user).Say(new TurnRequest("wait", "2"), Token).GetAsyncEnumerator(Token);
        var read = new List<TurnEvent>();
        while (read.Count == 0 || read[^1] is not TokenGenerated)
        {
            (await events.MoveNextAsync()).ShouldBeTrue();
            read.Add(events.Current);
        }

        var draining = _fleet.Drain(leaving);
        await LeftTheFleet(leaving, staying);
        draining.IsCompleted.ShouldBeFalse();
        _goOn.SetResult();
        while (await events.MoveNextAsync())
            read.Add(events.Current);
        await draining;

        string.Concat(read.OfType<TokenGenerated>().Select(token => token.Text)).ShouldEndWith("heard wait");
        var confirmed = read[^1].ShouldBeOfType<TurnCompleted>().Turn;
        // Nothing of it was lost with the silo.
        (await _fleet.Conversation(staying, user).ReadTurn("2")).Reply.ShouldBe(confirmed.Reply);
        (await _fleet.Conversation(staying, user).Turn("and now?")).Sequence.ShouldBeGreaterThan(confirmed.Sequence);
    }

    [Fact]
    public async Task Drain_IdleConversation_MovesWithAllThatWasSaid()
    {
        var (leaving, staying) = (_fleet.Silos[0], _fleet.Silos[1]);
        var user = await SomeoneOn(leaving);
        await _fleet.Conversation(staying, user).Remember("Ada lives in Turin");

        await _fleet.Drain(leaving);

        var view = await _fleet.Conversation(staying, user).Read();
        view.Turns.ShouldHaveSingleItem().Text.ShouldBe("hello");
        view.Memory.ShouldHaveSingleItem().Text.ShouldBe("Ada lives in Turin");
        (await _fleet.Conversation(staying, user).Turn("still there?")).Reply.ShouldEndWith("heard still there?");
    }

    [Fact]
    public async Task Drain_UnderLoad_FailsNoTurn()
    {
        var (leaving, staying) = (_fleet.Silos[0], _fleet.Silos[1]);
        using var enough = new CancellationTokenSource();
        var talking = Enumerable.Range(0, 20).Select(async user =>
        {
            var turns = 0;
            while (!enough.IsCancellationRequested)
                (await _fleet.Conversation(staying, $"user {user}").Turn("hello", $"{turns++}")).Reply.ShouldEndWith("heard hello");
            return turns;
        }).ToList();

        await _fleet.Drain(leaving);
        await enough.CancelAsync();

        var turns = await Task.WhenAll(talking);
        for (var user = 0; user < turns.Length; user++)
            (await _fleet.Conversation(staying, $"user {user}").Read(limit: 0)).TurnCount.ShouldBe(turns[user]);
    }

    // Where a conversation comes to be is chance: one of a few will do.
    private async Task<string> SomeoneOn(InProcessSiloHandle silo)
    {
        for (var i = 0; ; i++)
        {
            var conversation = _fleet.Conversation(silo, $"user {i}");
            await conversation.Turn("hello", "1");
            if (_fleet.SiloOf(conversation).Name == silo.Name)
                return $"user {i}";
        }
    }

    private Task LeftTheFleet(InProcessSiloHandle leaving, InProcessSiloHandle staying) => Waiting.Until(
        () => Task.FromResult(_fleet.FleetAsSeenBy(staying)),
        fleet => fleet.Workers.All(worker => worker.Silo != leaving.Name));
}
