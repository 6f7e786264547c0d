using System.Collections.Concurrent;
using System.Text;
using Samantha.Contracts.Conversations;
using Samantha.Contracts.Measurement;
using Samantha.Contracts.Models;
using Samantha.Contracts.Training;
using Samantha.Grains.Hosting;
using Samantha.Grains.Tests.Doubles;
using Samantha.Inference;

namespace Samantha.Grains.Tests.Measurement;

public sealed class MeasurementGrainTests : IAsyncLifetime
{
    private readonly World _world = new() { Configure = Small };
    private SamanthaCluster _cluster = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private IMeasurementGrain Measurement => _cluster.Grains.GetGrain<IMeasurementGrain>(IModelRegistryGrain.DefaultKey);

    public async ValueTask InitializeAsync() => _cluster = await _world.Start();

    public async ValueTask DisposeAsync()
    {
        await _cluster.DisposeAsync();
        _world.Dispose();
    }

    [Fact]
    public async Task Correction_Served_IsMeasuredBesideTheVersionsThatDidNotKnowIt()
    {
        await Teach("ann", "when do you open?", "at eight");

        var measured = await Measured(1);

        var task = measured.Tasks.ShouldHaveSingleItem();
        task.Untaught.ShouldBe(new TaskScore(2, 0, 1));
        task.Before.ShouldBe(new TaskScore(2, 0, 1));
        var version = measured.Versions.ShouldHaveSingleItem();
        version.Version.ShouldBe(await _cluster.Registry.Current());
        version.Scores.ShouldBe([new TaskScore(2, 2, 0)]);
        version.Anchors["dialogues"].ShouldBe(1.5);
        version.Plasticity.ShouldSatisfyAllConditions(plasticity => plasticity.Lessons.ShouldBe(1), plasticity => plasticity.Steps.ShouldBe(3));
        measured.Matrix.ShouldHaveSingleItem().ShouldBe([1.0]);
    }

    [Fact]
    public async Task Tasks_OneAfterTheOther_FillTheMatrixWithWhatWasForgotten()
    {
        // Nothing is rehearsed: every version knows the lessons of its own session and no others.
        await Restart(options => options.Learning.MostRehearsed = 0);
        await Teach("ann", "when do you open?", "at eight");
        await Teach("bob", "when do you close?", "at six");

        var measured = await Measured(2);

        measured.Matrix.ShouldBe([[1.0, 0.0], [0.0, 1.0]]);
    }

    [Fact]
    public async Task Sessions_OfOneTask_AreVersionsWithinIt()
    {
        await Restart(options => options.Learning.Measurement.TaskLessons = 8);
        await Teach("ann", "when do you open?", "at eight");
        await Teach("bob", "when do you close?", "at six");

        var measured = await Measured(2);

        measured.Tasks.ShouldHaveSingleItem().Lessons.ShouldBe(2);
        measured.Versions.Select(version => (version.Task, version.Scores[0]!.Asked)).ShouldBe([(1, 2), (1, 4)]);
    }

    [Fact]
    public async Task Version_Rejected_IsNotMeasured()
    {
        _world.Trainer.Verdict = job => job.Lessons.Any(lesson => lesson.Answer == "never") ? "It forgot too much." : null;
        await Correct("ann", "when do you sleep?", "never");
        await _cluster.Follow(status => status.Excluded.ContainsKey("the gate rejected what was learned from it"));
        await Teach("bob", "when do you open?", "at eight");

        (await Measured(1)).Tasks.ShouldHaveSingleItem().Lessons.ShouldBe(1);
        _world.Measurer.Asked.Distinct().ShouldBe(["when do you open?"]);
    }

    [Fact]
    public async Task Measuring_Version_GivesWayToTraining()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Niceness is Linux's.");
        var niceness = new ConcurrentBag<Niceness>();
        _world.Measurer.BeforeAsk = _ => niceness.Add(OwnThread.Niceness());
        await Teach("ann", "when do you open?", "at eight");
        await Measured(1);

        niceness.Distinct().ShouldBe([Niceness.Measuring]);
    }

    [Fact]
    public async Task Training_UnderWay_IsWaitedFor()
    {
        var (asking, trained) = (new TaskCompletionSource(), new TaskCompletionSource());
        var training = new TaskCompletionSource();
        _world.Measurer.BeforeAsk = _ =>
        {
            // The first question is under way when the next session begins.
            if (asking.TrySetResult())
                training.Task.Wait(Cancelled);
            else
                trained.Task.IsCompleted.ShouldBeTrue("It asked on while a session was under way.");
        };
        await Teach("ann", "when do you open?", "at eight");
        await asking.Task.WaitAsync(Cancelled);
        _world.Trainer.BeforeStep = (step, _) =>
        {
            training.TrySetResult();
            if (step == _world.Trainer.Steps - 1)
                trained.TrySetResult();
        };
        await Teach("bob", "when do you close?", "at six");

        (await Measured(2)).Versions.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Process_KilledBeforeItMeasured_IsFollowedByOneThatDoes()
    {
        var asked = new TaskCompletionSource();
        _world.Measurer.BeforeAsk = _ =>
        {
            asked.TrySetResult();
            throw new IOException("The test's process is killed here.");
        };
        await Teach("ann", "when do you open?", "at eight");
        await asked.Task.WaitAsync(Cancelled);
        await _cluster.Kill();
        _world.Measurer.BeforeAsk = _ => { };
        _cluster = await _world.Start();

        (await Measured(1)).Versions.ShouldHaveSingleItem().Scores.ShouldBe([new TaskScore(2, 2, 0)]);
    }

    [Fact]
    public async Task Version_ThatCannotBeMeasured_HoldsUpNoOther()
    {
        _world.Measurer.BeforeAsk = lessons =>
        {
            if (lessons is [{ Answer: "at eight" }])
                throw new IOException("The test's disk failed.");
        };
        await Restart(options => options.Learning.Measurement.TaskLessons = 8);
        await Teach("ann", "when do you open?", "at eight");
        await Teach("bob", "when do you close?", "at six");

        var measured = await Measured(1);
        measured.Versions[0].Session.ShouldBe(2);
        measured.Versions[0].Scores[0]!.Asked.ShouldBe(4);
    }

    [Fact]
    public async Task Forget_TaughtUser_LeavesNumbersAndNoWords()
    {
        await Teach("ann", "when do you open?", "at eight");
        await Measured(1);
        await _cluster.Conversation("ann").Forget();
        _world.Measurer.Asked.Clear();
        await Teach("bob", "when do you close?", "at six");
        var measured = await Measured(2);

        _world.Storage.Holds("at eight").ShouldBeFalse();
        _world.Measurer.Asked.ShouldNotContain("when do you open?");
        measured.Versions[1].Scores.ShouldBe([null, new TaskScore(2, 2, 0)]);
    }

    [Fact]
    public async Task TensorBoard_Folder_HoldsARunOfEachSessionAndOneOfTheStream()
    {
        var folder = Path.Combine(_world.WorkFolder, "tensorboard");
        await Restart(options => options.Learning.Measurement.TensorBoardFolder = folder);
        await Teach("ann", "when do you open?", "at eight");
        await Measured(1);
        await _cluster.DisposeAsync();

        Written("sessions/000001").ShouldContain("loss/taught");
        var stream = Written("stream");
        foreach (var tag in (string[])["right/task 1", "loss/task 1", "bits a byte/dialogues", "plasticity/seconds", "stream/accuracy", "stream/R", "| task 1 | 1.00 |"])
            stream.ShouldContain(tag);

        string Written(string run) => Encoding.Latin1.GetString(File.ReadAllBytes(Directory.GetFiles(Path.Combine(folder, run), "*tfevents*").ShouldHaveSingleItem()));
    }

    private static void Small(SamanthaOptions options)
    {
        options.Learning.Measurement.TaskLessons = 1;
        options.Learning.Measurement.Patience = TimeSpan.FromMilliseconds(1);
    }

    private Task<Measurements> Measured(int versions) => Waiting.Until(Measurement.Read, measured => measured.Versions.Count == versions);

    private async Task Teach(string user, string question, string answer)
    {
        var learned = (await _cluster.Trainer.Status()).LearnedLessons;
        await Correct(user, question, answer);
        await _cluster.Follow(status => status.Phase == TrainingPhase.Idle && status.LearnedLessons == learned + 1);
    }

    private async Task Correct(string user, string question, string answer)
    {
        var turn = await _cluster.Conversation(user).Turn(question);
        await _cluster.Conversation(user).Judge(turn.TurnId, new Feedback(Correction: answer));
    }

    private async Task Restart(Action<SamanthaOptions> configure)
    {
        _world.Configure = options =>
        {
            Small(options);
            configure(options);
        };
        await _cluster.Kill();
        _cluster = await _world.Start();
    }
}
