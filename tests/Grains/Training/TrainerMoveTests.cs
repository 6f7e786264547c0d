using System.Collections.Concurrent;
using Samantha.Contracts.Conversations;
using Samantha.Contracts.Training;
using Samantha.Grains.Tests.Doubles;
using Samantha.Grains.Training;

namespace Samantha.Grains.Tests.Training;

/// <summary>The silo that trains is killed or stopped: another goes on.</summary>
public sealed class TrainerMoveTests : IAsyncLifetime
{
    private readonly World _world = new() { Silos = 3 };
    private readonly ConcurrentQueue<string> _trained = new();
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _end = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private SamanthaCluster _cluster = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _world.TrainerOf = silo => new SiloTrainer(silo, this);
        _cluster = await _world.Start();
    }

    public async ValueTask DisposeAsync()
    {
        _end.TrySetResult();
        await _cluster.DisposeAsync();
        _world.Dispose();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Train_SiloKilled_GoesOnElsewhereFromTheCheckpoint(int step)
    {
        HoldAt(step);
        await Correct();
        await _cluster.Kill(await Training());
        await Learned();

        _world.Trainer.StepsDone.ShouldBe([1, 2, 3]);
        await ShouldHaveOneVersion();
    }

    [Fact]
    public async Task Train_SiloStopped_StopsAtOnceAndGoesOnElsewhere()
    {
        HoldAt(2);
        await Correct();
        // Ends although the training does not.
        await _cluster.Stop(await Training());
        await Learned();

        _world.Trainer.StepsDone.ShouldBe([1, 2, 3]);
        _trained.Distinct().Count().ShouldBe(2);
        await ShouldHaveOneVersion();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Publish_SiloKilledBeforeOrAfterTheStore_MakesOneVersion(bool isStored)
    {
        Func<Task> hold = () =>
        {
            // Only the first that comes here; the one that goes on must pass.
            if (!_reached.TrySetResult())
                return Task.CompletedTask;
            return _end.Task;
        };
        _ = isStored ? _world.Models.AfterPublish = hold : _world.Models.BeforePublish = hold;
        await Correct();
        await _cluster.Kill(await Training());
        await Learned();

        await ShouldHaveOneVersion();
    }

    [Fact]
    public async Task RollOut_SiloKilledBeforeItIsNoted_MakesOneVersion()
    {
        _world.Storage.OnWrite = (name, body) =>
        {
            if (name != "trainer" || !body.Contains("\"Outcome\":1"))
                return;
            _reached.TrySetResult();
            throw new IOException("The test's disk failed.");
        };
        await Correct();
        var silo = await Training();
        await _cluster.Kill(silo);
        _world.Storage.OnWrite = null;
        await Learned();

        _trained.ShouldBe([silo]);
        await ShouldHaveOneVersion();
    }

    /// <summary>What is left of a killed silo's trainer goes on for a while: it changes nothing of what the next one does.</summary>
    [Fact]
    public async Task Train_OldOneGoesOn_DoesNoHarm()
    {
        using var old = new ManualResetEventSlim();
        _world.Trainer.BeforeStep = (step, _) =>
        {
            if (step == 1 && _reached.TrySetResult())
                old.Wait(Cancelled);
        };
        await Correct();
        await _cluster.Kill(await Training());
        var next = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _world.Trainer.BeforeStep = (step, _) =>
        {
            if (step == 2 && next.TrySetResult())
                old.Set();
        };
        await Learned();

        await ShouldHaveOneVersion();
        Directory.EnumerateDirectories(_world.WorkFolder).ShouldBeEmpty();
    }

    /// <summary>A trainer that another has taken over from, and that does not know, learns it before it publishes anything.</summary>
    [Fact]
    public async Task Publish_TakenOver_IsLeftToTheOther()
    {
        var trainedBefore = new ConcurrentQueue<int>();
        HoldAt(1);
        await Correct();
        await Training();
        _world.Models.BeforePublish = () =>
        {
            trainedBefore.Enqueue(_trained.Count);
            return Task.CompletedTask;
        };
        _world.Storage.Touch("trainer");
        _end.TrySetResult();
        await Until(async () => (await _cluster.Trainer.Status()).LearnedLessons == 1);

        trainedBefore.ShouldHaveSingleItem().ShouldBe(2);
        await ShouldHaveOneVersion();
    }

    [Fact]
    public async Task Train_WorkFolderOfAnotherHost_BeginsAnewAndMakesTheSame()
    {
        HoldAt(1);
        await Correct();
        await _cluster.Kill(await Training());
        Directory.Delete(_world.WorkFolder, recursive: true);
        await Learned();

        _world.Trainer.StepsDone.ShouldBe([1, 1, 2, 3]);
        await ShouldHaveOneVersion();
    }

    private async Task ShouldHaveOneVersion()
    {
        var session = (await _cluster.Trainer.Sessions()).ShouldHaveSingleItem();
        session.Outcome.ShouldBe(SessionOutcome.Promoted);
        (await _cluster.Registry.Current()).ShouldBe(session.Version);
        (await _cluster.Registry.List()).Select(version => version.Sequence).ShouldBe([2, 1]);
        (await _world.Models.List(Cancelled)).Count.ShouldBe(2);
    }

    private void HoldAt(int held) => _world.Trainer.BeforeStep = (step, cancelled) =>
    {
        if (step == held && _reached.TrySetResult())
            WaitHandle.WaitAny([cancelled.WaitHandle, ((IAsyncResult)_end.Task).AsyncWaitHandle]);
        cancelled.ThrowIfCancellationRequested();
    };

    /// <summary>Waits until the point is reached and tells which silo trains.</summary>
    private async Task<string> Training()
    {
        await _reached.Task.WaitAsync(Cancelled);
        return _trained.Last();
    }

    // An observer would not follow from one activation to the next.
    private static async Task Until(Func<Task<bool>> isSo)
    {
        while (!await isSo())
            await Task.Delay(10, Cancelled);
    }

    private Task Learned() => _cluster.Follow(status => status is { Phase: TrainingPhase.Idle, LearnedLessons: 1 });

    private async Task Correct()
    {
        var turn = await _cluster.Conversation().Turn("when do you open?");
        await _cluster.Conversation().Judge(turn.TurnId, new Feedback(Correction: "at eight"));
    }

    private sealed class SiloTrainer(string silo, TrainerMoveTests test) : ICandidateTrainer
    {
        public TrainedCandidate Train(TrainingJob job, Action<TrainingProgress> report, CancellationToken cancellationToken)
        {
            test._trained.Enqueue(silo);
            return test._world.Trainer.Train(job, report, cancellationToken);
        }
    }
}
