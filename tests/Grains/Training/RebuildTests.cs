using Samantha.Contracts.Conversations;
using Samantha.Contracts.Models;
using Samantha.Contracts.Problems;
using Samantha.Contracts.Training;
using Samantha.Grains.Tests.Doubles;

namespace Samantha.Grains.Tests.Training;

/// <summary>Versions made anew without a user who was forgotten, by the grains.</summary>
public sealed class RebuildTests : IAsyncLifetime
{
    private readonly World _world = new() { Configure = options => options.Learning.Enabled = false };
    private SamanthaCluster _cluster = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _cluster = await _world.Start();

    public async ValueTask DisposeAsync()
    {
        await _cluster.DisposeAsync();
        _world.Dispose();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Rebuild_UserForgotten_ServesTheBytesOfAHistoryInWhichTheyNeverTaught(int session)
    {
        var old = await Teach(session);
        await _cluster.Conversation("bob").Forget();
        var rebuild = await Rebuild();

        using var other = new World { Configure = _world.Configure };
        await using var peer = await other.Start();
        var weights = (await Teach(peer, null))[^1].Weights;
        var served = await _cluster.Registry.Find((await _cluster.Registry.Current())!);
        served.Weights.ShouldBe(weights);
        served.LearnedFromForgotten.ShouldBeFalse();
        served.Sequence.ShouldBeGreaterThan(old[^1].Sequence);
        served.Replaces.ShouldBe(old[^1].Id);
        rebuild.From.ShouldBe(old[^1].Id);
        rebuild.Version.ShouldBe(served.Id);
        rebuild.Remade.ShouldBe(3 - session);
        rebuild.Removed.ShouldBe(old.Skip(session).Select(version => version.Id), ignoreOrder: true);
        foreach (var id in rebuild.Removed)
        {
            (await _cluster.Registry.Find(id)).Standing.ShouldBe(ModelStanding.Forgotten);
            (await _world.Models.Find(id, Cancelled)).ShouldBeNull();
            await Should.ThrowAsync<VersionNotServableException>(() => _cluster.Rollout.Start(id));
            await Should.ThrowAsync<VersionNotServableException>(() => _cluster.Registry.SetCurrent(id));
        }

        // It goes on from there.
        (await _cluster.Trainer.Status()).LearnedLessons.ShouldBe(5);
        (await Learn(_cluster, ("ann", 9)))[^1].Parent.ShouldBe(served.Id);
    }

    [Fact]
    public async Task Rebuild_NobodyForgotten_ChangesNothing()
    {
        var versions = await Teach(1);
        var rebuild = await Rebuild();

        rebuild.Version.ShouldBe(versions[^1].Id);
        rebuild.Remade.ShouldBe(0);
        rebuild.Removed.ShouldBeEmpty();
        (await _cluster.Registry.List()).Count.ShouldBe(4);
    }

    [Fact]
    public async Task Rebuild_OnlyTheyTaught_ServesTheModelOfTheBeginning()
    {
        var first = await _cluster.Registry.Current();
        await Learn(_cluster, ("bob", 1));
        await _cluster.Conversation("bob").Forget();

        (await Rebuild()).Version.ShouldBe(first);
        (await _cluster.Registry.Current()).ShouldBe(first);
    }

    [Fact]
    public async Task Rebuild_KilledAtAnyStep_GoesOnFromTheCheckpoint()
    {
        await Teach(0);
        await _cluster.Conversation("bob").Forget();
        _world.Trainer.StepsDone.Clear();
        var version = 0;
        for (var killAt = 0; killAt < 3 * _world.Trainer.Steps; killAt++)
        {
            var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var left = killAt == 0 ? 0 : 1;
            _world.Trainer.BeforeStep = (_, cancelled) =>
            {
                if (left-- > 0)
                    return;
                reached.TrySetResult();
                cancelled.WaitHandle.WaitOne();
            };
            if (killAt == 0)
                await _cluster.Trainer.Rebuild();
            else
                _cluster = await _world.Start();
            await reached.Task.WaitAsync(Cancelled);
            await _cluster.Kill();
            version = _world.Trainer.StepsDone.Count;
        }

        _world.Trainer.BeforeStep = null;
        _cluster = await _world.Start();
        await Done();

        version.ShouldBe(8);
        _world.Trainer.StepsDone.ShouldBe([1, 2, 3, 1, 2, 3, 1, 2, 3]);
        (await _cluster.Registry.List()).Count(model => !model.LearnedFromForgotten).ShouldBe(4);
    }

    [Fact]
    public async Task Rebuild_AnotherForgottenMeanwhile_BeginsAnewWithoutBoth()
    {
        await Teach(0);
        await _cluster.Conversation("bob").Forget();
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _world.Trainer.BeforeStep = (_, cancelled) =>
        {
            reached.TrySetResult();
            cancelled.WaitHandle.WaitOne();
        };
        await _cluster.Trainer.Rebuild();
        await reached.Task.WaitAsync(Cancelled);
        _world.Trainer.BeforeStep = null;
        await _cluster.Conversation("carl").Forget();
        await Done();

        var served = await _cluster.Registry.Find((await _cluster.Registry.Current())!);
        served.LearnedFromForgotten.ShouldBeFalse();
        (await _cluster.Trainer.Status()).LearnedLessons.ShouldBe(3);
        _world.Storage.Holds("answer 1 of carl").ShouldBeFalse();
    }

    /// <summary>Some users contradict others; an operator let one of them be learned from, who is heard in the history without others too.</summary>
    [Fact]
    public async Task Rebuild_OperatorReleasedALesson_LearnsItAgain()
    {
        await _cluster.Conversation("ann").Teach("when do you open", "at eight");
        await Learn(_cluster, ("bob", 1));
        await _cluster.Conversation("carl").Teach("when do you open", "at nine");
        await Learn(_cluster, ("bob", 2));
        await _cluster.Trainer.Release((await _cluster.Trainer.Quarantine()).ShouldHaveSingleItem().Position);
        await Learn(_cluster, ("bob", 3));
        await Learn(_cluster, ("ann", 4));
        await _cluster.Conversation("bob").Forget();

        await Rebuild();

        // What was released counts more than what it contradicts.
        var job = _world.Trainer.Jobs.Last();
        job.Lessons.Concat(job.Rehearsed).Select(lesson => lesson.Answer).ShouldBe(["at nine", "answer 4 of ann"], ignoreOrder: true);
        (await _cluster.Trainer.Quarantine()).ShouldHaveSingleItem().Author.ShouldBe(1);
    }

    [Fact]
    public async Task StartSession_WhileVersionsAreMadeAnew_IsRefused()
    {
        await Teach(0);
        await _cluster.Conversation("bob").Forget();
        using var go = new ManualResetEventSlim();
        _world.Trainer.BeforeStep = (_, cancelled) => go.Wait(cancelled);
        await _cluster.Trainer.Rebuild();
        await _cluster.Conversation("ann").Teach("a new question", "a new answer");

        (await Should.ThrowAsync<SessionConflictException>(() => _cluster.Trainer.StartSession())).Message.ShouldContain("anew");
        (await _cluster.Trainer.Rebuilding()).Stage.ShouldBe(RebuildStage.Replaying);
        go.Set();
        await Done();
        (await _cluster.Trainer.Status()).WaitingLessons.ShouldBe(1);
    }

    [Fact]
    public async Task Lineage_OfAVersion_SaysWhatItWasMadeOf()
    {
        var versions = await Teach(1);

        var lineage = (await _cluster.Registry.Find(versions[1].Id)).Lineage!;
        lineage.Lessons.Count.ShouldBe(3);
        lineage.Rehearsed.Count.ShouldBe(2);
        lineage.Through.ShouldBe(lineage.Lessons.Max());
        lineage.Settings["mostLessons"].ShouldBe("64");
        lineage.Code.ShouldNotBeNullOrWhiteSpace();
        lineage.Machine.ShouldContain("libtorch");
        (await _cluster.Registry.Find(versions[0].Parent!)).Lineage.ShouldBeNull();
    }

    private Task<IReadOnlyList<ModelVersion>> Teach(int session) => Teach(_cluster, session);

    // Three sessions of two users, in one of which another teaches too.
    private static async Task<IReadOnlyList<ModelVersion>> Teach(SamanthaCluster cluster, int? session)
    {
        var versions = new List<ModelVersion>();
        for (var i = 0; i < 3; i++)
            versions.Add((await Learn(cluster, [("ann", i), .. session == i ? [("bob", i)] : Array.Empty<(string, int)>(), .. i < 2 ? [("carl", i)] : Array.Empty<(string, int)>()]))[^1]);
        return versions;
    }

    private static async Task<IReadOnlyList<ModelVersion>> Learn(SamanthaCluster cluster, params (string User, int Number)[] lessons)
    {
        foreach (var (user, number) in lessons)
            await cluster.Conversation(user).Teach($"question {number} of {user}", $"answer {number} of {user}");
        var before = (await cluster.Trainer.Status()).LearnedLessons;
        await cluster.Trainer.StartSession();
        await cluster.Follow(status => status.Phase == TrainingPhase.Idle && status.LearnedLessons > before);
        return [await cluster.Registry.Find((await cluster.Registry.Current())!)];
    }

    private async Task<LineRebuild> Rebuild()
    {
        (await _cluster.Trainer.Rebuild()).IsUnderWay.ShouldBeTrue();
        return await Done();
    }

    private async Task<LineRebuild> Done()
    {
        while (await _cluster.Trainer.Rebuilding() is { IsUnderWay: true })
            await Task.Yield();
        var rebuild = (await _cluster.Trainer.Rebuilding());
        rebuild.Stage.ShouldBe(RebuildStage.Done, rebuild.Reason);
        return rebuild;
    }
}
