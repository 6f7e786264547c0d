using System.Net;
using Samantha.Client.Conversations;
using Samantha.Contracts.Conversations;
using Samantha.Contracts.Interactions;

namespace Samantha.Client.Tests;

public sealed class ConversationClientTests(ServiceFixture fixture)
{
    private static readonly TurnSettings Short = new() { Sampling = new SamplingSettings(Temperature: 0, MaxTokens: 8) };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Say_NewTurn_YieldsEmotionThenTheReplyThenItsConfirmation()
    {
        using var client = fixture.Client();
        var updates = await client.Conversation("ada").SayAsync("What a wonderful day", Short, Token).ToListAsync(Token);

        updates[0].ShouldBeOfType<EmotionHeard>().Dominant.ShouldBe("joy");
        var confirmed = updates[^1].ShouldBeOfType<TurnConfirmed>();
        string.Concat(updates[1..^1].Cast<ReplyGrew>().Select(grew => grew.Text)).ShouldBe(confirmed.Reply);
        confirmed.Replayed.ShouldBeFalse();
        confirmed.Usage.ShouldNotBeNull().ReplyTokens.ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task Say_ConfirmationLost_SendsTheTurnAgainAndItIsStoredOnce()
    {
        using var handler = new FailingHandler(1, FailingHandler.LoseConfirmation);
        using var client = fixture.Client(handler);
        var updates = await client.Conversation("ben").SayAsync("Are you there", Short, Token).ToListAsync(Token);

        updates.OfType<TurnRestarted>().ShouldHaveSingleItem().Attempt.ShouldBe(2);
        updates[^1].ShouldBeOfType<TurnConfirmed>().Replayed.ShouldBeTrue();
        using var other = fixture.Client();
        (await other.Conversation("ben").ReadAsync(cancellationToken: Token)).TurnCount.ShouldBe(1);
    }

    [Fact]
    public async Task Say_BusyService_IsAskedAgain()
    {
        using var handler = new FailingHandler(2, FailingHandler.BeBusy);
        using var client = fixture.Client(handler);
        (await client.Conversation("cleo").AskAsync("Now?", Short, Token)).Reply.ShouldNotBeNull();
        handler.Requests.ShouldBe(3);
    }

    [Fact]
    public async Task Say_WithoutPatience_IsSentOnce()
    {
        using var handler = new FailingHandler(int.MaxValue, FailingHandler.Refuse);
        using var client = fixture.Client(handler, patience: TimeSpan.Zero);
        await Should.ThrowAsync<HttpRequestException>(client.Conversation("dora").AskAsync("Anyone?", Short, Token));
        handler.Requests.ShouldBe(1);
    }

    [Fact]
    public async Task Say_EmptyText_ThrowsTheProblemAtOnce()
    {
        using var handler = new FailingHandler(0, FailingHandler.Refuse);
        using var client = fixture.Client(handler);
        var problem = await Should.ThrowAsync<SamanthaProblemException>(client.Conversation("eve").AskAsync(" ", Short, Token));
        problem.Status.ShouldBe(HttpStatusCode.BadRequest);
        problem.Code.ShouldBe("empty-text");
        problem.IsTransient.ShouldBeFalse();
        handler.Requests.ShouldBe(1);
    }

    [Fact]
    public async Task Say_ManyUsersThroughOneClient_EachHasTheirOwnReply()
    {
        using var client = fixture.Client();
        var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(async i =>
            (User: $"many-{i}", Answer: await client.Conversation($"many-{i}").AskAsync($"I am number {i}", Short, Token))));
        foreach (var (user, answer) in answers)
            (await client.Conversation(user).ReadAsync(cancellationToken: Token)).Turns.ShouldHaveSingleItem().Reply.ShouldBe(answer.Reply);
    }

    [Fact]
    public async Task Everything_OfOneUser_IsReachable()
    {
        using var client = fixture.Client();
        await ReachEverythingAsync(client.Conversation("änne & co/ü"));
    }

    [Fact]
    public async Task ModelsAndTraining_OfAFreshService_ShowTheImportedVersion()
    {
        using var client = fixture.Client();
        await ReachModelsAndTrainingAsync(client);
    }

    /// <summary>Does all that can be done in a conversation, over whatever way.</summary>
    internal static async Task ReachEverythingAsync(ConversationClient conversation)
    {
        var answer = await conversation.AskAsync("That is terrible", Short, Token);

        (await conversation.JudgeAsync(answer.TurnId, new Feedback(Rating: -1), Token)).Feedback!.Rating.ShouldBe(-1);
        (await conversation.ReadTurnAsync(answer.TurnId, Token)).Reply.ShouldBe(answer.Reply);
        (await conversation.ExplainAsync(answer.TurnId, Token)).Words.ShouldContain(word => word.Word == "terrible");
        var fact = await conversation.RememberAsync("I like tea", Token);
        (await conversation.ReadAsync(cancellationToken: Token)).Memory.ShouldHaveSingleItem().ShouldBe(fact);
        (await conversation.UnrememberAsync(fact.Id, Token)).ShouldBeTrue();
        (await conversation.UnrememberAsync(fact.Id, Token)).ShouldBeFalse();
        await conversation.SetConsentAsync(Consent.Withheld, Token);
        (await conversation.ReadAsync(cancellationToken: Token)).Consent.ShouldBe(Consent.Withheld);
        await conversation.TeachAsync("When do you open?", "At nine.", Token);
        var rest = await conversation.ResetEmotionalStateAsync(Token);
        rest.Valence.ShouldBeGreaterThan(answer.EmotionalState.Valence);
        (await conversation.ExportAsync(Token).ToListAsync(Token))[0].ShouldBeOfType<TurnTaken>().TurnId.ShouldBe(answer.TurnId);
        (await conversation.ForgetAsync(Token)).Records.ShouldBeGreaterThan(0);
        (await conversation.ReadAsync(cancellationToken: Token)).TurnCount.ShouldBe(0);
    }

    internal static async Task ReachModelsAndTrainingAsync(SamanthaClient client)
    {
        var models = await client.Models.ListAsync(Token);
        var version = await client.Models.FindAsync(models.Serving!, Token);
        version.Strategy.ShouldBe("import");
        version.Serving.ShouldBeTrue();
        (await client.Models.RolloutStatusAsync(Token)).ShouldNotBeNull();
        (await client.Training.StatusAsync(Token)).LearnedLessons.ShouldBe(0); // others teach meanwhile
        (await client.Training.SessionsAsync(cancellationToken: Token)).ShouldBeEmpty();
        (await client.IsReadyAsync(Token)).ShouldBeTrue();
    }
}
