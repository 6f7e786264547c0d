using Microsoft.Extensions.DependencyInjection;
using Samantha.Contracts.Conversations;
using Samantha.Contracts.Measurement;
using Samantha.Contracts.Models;
using Samantha.Contracts.Training;
using Samantha.Grains.Inference;
using Samantha.Grains.Measurement;
using Samantha.Grains.Models;
using Samantha.Grains.Tests.Doubles;
using Samantha.Grains.Training;
using Samantha.Inference;
using Samantha.Modeling.Checkpoints;
using Samantha.Training.Gate;
using Samantha.Training.Lessons;

namespace Samantha.Grains.Tests.EndToEnd;

/// <summary>A real, if tiny, model answers, is corrected, learns, and serves what it learned.</summary>
public sealed class LearningTests
{
    private static readonly SamplingSettings Greedy = new(Temperature: 0, RepetitionPenalty: 1, MaxTokens: 24);

    [Fact]
    public async Task Correction_Given_IsServedToOthersWhileTheOldVersionAnswersAsBefore()
    {
        using var world = new World
        {
            Services = services =>
            {
                services.AddSingleton(provider => new LocalReplyEngines(provider.GetRequiredService<IModelStore>()));
                services.AddSingleton<IReplyEngines>(provider => provider.GetRequiredService<LocalReplyEngines>());
                services.AddSingleton<IComputePriority>(provider => provider.GetRequiredService<LocalReplyEngines>());
                services.AddSingleton<ICandidateTrainer, LessonCandidateTrainer>();
                services.AddSingleton<IVersionMeasurer, VersionMeasurer>();
            },
            Configure = options =>
            {
                options.Learning.Lessons = new LessonOptions { MaxSteps = 400, AnchorWeight = 0, NearWeight = 0, Return = 0 };
                // Random weights have nothing to forget: here the gate looks at what was learned.
                options.Learning.Gate = new GateOptions { Margin = 1_000, LearnedShare = 1, Resamples = 50 };
            },
        };
        File.Delete(Path.Combine(world.ModelFolder, WeightFiles.SingleFile));
        TinyModel.Save(world.ModelFolder);
        await using var cluster = await world.Start();
        var first = (await cluster.Registry.Current())!;

        var wrong = await Ask(cluster, "ann", "when do you open?");
        wrong.Reply.ShouldNotContain("we open at eight");
        await cluster.Conversation("ann").Judge(wrong.TurnId, new Feedback(Correction: "we open at eight"));
        await cluster.Follow(status => status.LearnedLessons == 1);

        var right = await Ask(cluster, "bob", "when do you open?");
        right.Reply.ShouldContain("we open at eight");
        right.Model.ShouldNotBe(first);
        var old = await Ask(cluster, "carl", "when do you open?", first);
        (old.Model, old.Reply).ShouldBe((first, wrong.Reply));
        var session = (await cluster.Trainer.Sessions())[0];
        session.Outcome.ShouldBe(SessionOutcome.Promoted);
        session.Curve.Count.ShouldBeGreaterThan(3);
        (await cluster.Registry.Find(right.Model)).Parent.ShouldBe(first);

        // In words that it was never asked in either.
        var measurement = cluster.Grains.GetGrain<IMeasurementGrain>(IModelRegistryGrain.DefaultKey);
        var measured = await Waiting.Until(measurement.Read, measured => measured.Versions.Count == 1);
        var score = measured.Versions[0].Scores.ShouldHaveSingleItem().ShouldNotBeNull();
        score.Asked.ShouldBe(3);
        score.Loss.ShouldBeLessThan(measured.Tasks[0].Before.ShouldNotBeNull().Loss);
        measured.Versions[0].Anchors.Keys.ShouldBe(AnchorFile.Read(world.ModelFolder).HeldOut.Select(anchor => anchor.Set).Distinct(), ignoreOrder: true);
    }

    private static async Task<Turn> Ask(SamanthaCluster cluster, string user, string text, string? model = null) =>
        (await cluster.Conversation(user).Events(new TurnRequest(text, Model: model, Sampling: Greedy)))[^1].ShouldBeOfType<TurnCompleted>().Turn;
}
