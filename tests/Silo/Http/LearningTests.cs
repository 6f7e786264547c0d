using Samantha.Client;
using Samantha.Contracts.Conversations;
using Samantha.Contracts.Models;
using Samantha.Contracts.Training;
using Samantha.Testing;

namespace Samantha.Silo.Tests.Http;

/// <summary>From a correction over HTTP to the next version, and back.</summary>
public sealed class LearningTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Correction_PassedByTheGate_BringsAVersionThatServesAndCanBeTakenBack()
    {
        await using var service = await RunningService.StartAsync();
        using var client = new SamanthaClient(new SamanthaClientOptions { BaseAddress = service.Address });
        var first = await Teach(client);

        var (serving, versions) = await Until(() => client.Models.ListAsync(Token), models => models.Serving != first.Model);
        var learned = versions.Single(version => version.Serving);
        learned.Id.ShouldBe(serving);
        learned.Parent.ShouldBe(first.Model);
        learned.Lessons.ShouldBe(1);
        learned.Metrics["lessons.learned"].ShouldBe(1);
        (await client.Conversation("ben").AskAsync("Who answers now?", cancellationToken: Token)).Model.ShouldBe(serving);
        var training = await Until(() => client.Training.StatusAsync(Token), status => status.Phase == TrainingPhase.Idle);
        training.Session.ShouldNotBeNull().Outcome.ShouldBe(SessionOutcome.Promoted);
        training.Session.Curve.ShouldNotBeEmpty();
        training.LearnedLessons.ShouldBe(1);

        var measured = await Until(() => client.Training.MeasurementsAsync(Token), measured => measured.Versions.Count == 1);
        measured.Versions[0].Version.ShouldBe(serving);
        measured.Tasks.ShouldHaveSingleItem().Lessons.ShouldBe(1);
        measured.Versions[0].Scores.ShouldHaveSingleItem()!.Asked.ShouldBe(3);
        measured.Matrix.ShouldHaveSingleItem().ShouldHaveSingleItem().ShouldBe(measured.Versions[0].Scores[0]!.Share);

        await Until(() => client.Models.RolloutStatusAsync(Token), rollout => rollout.Stage == RolloutStage.Done);
        await client.Models.RollBackAsync(Token);
        await Until(() => client.Models.ListAsync(Token), models => models.Serving == first.Model);
    }

    [Fact]
    public async Task Correction_RejectedByTheGate_LeavesTheOldVersionServingWithTheReasonKept()
    {
        await using var service = await RunningService.StartAsync(new ScriptedTrainer { Rejection = "It forgot how to spell." });
        using var client = new SamanthaClient(new SamanthaClientOptions { BaseAddress = service.Address });
        var first = await Teach(client);

        var models = await Until(() => client.Models.ListAsync(Token), models => models.Versions.Any(version => version.Standing == ModelStanding.Rejected));
        models.Serving.ShouldBe(first.Model);
        models.Versions.First(version => version.Standing == ModelStanding.Rejected).Reason.ShouldBe("It forgot how to spell.");
    }

    private static async Task<Client.Conversations.TurnConfirmed> Teach(SamanthaClient client)
    {
        var conversation = client.Conversation("ada");
        var answer = await conversation.AskAsync("When does the library open?", cancellationToken: Token);
        await conversation.JudgeAsync(answer.TurnId, new Feedback(Correction: "The library opens at nine."), Token);
        return answer;
    }

    /// <summary>Asks again and again until it is so; the service answers no quicker than it gets on.</summary>
    private static async Task<T> Until<T>(Func<Task<T>> ask, Func<T, bool> isSo)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Token);
        patience.CancelAfter(TimeSpan.FromSeconds(60));
        for (; ; )
        {
            var answer = await ask();
            if (isSo(answer))
                return answer;
            patience.IsCancellationRequested.ShouldBeFalse("The service did not get there in a minute.");
        }
    }
}
