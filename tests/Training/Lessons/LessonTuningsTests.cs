using Samantha.Modeling.Checkpoints;
using Samantha.Modeling.Lora;
using Samantha.Training.Data;
using Samantha.Training.Gate;
using Samantha.Training.Lessons;
using TorchSharp;

namespace Samantha.Training.Tests.Lessons;

public sealed class LessonTuningsTests(TinyBase tiny)
{
    public static MatrixTheoryData<string, string> Combinations => new([LessonStrategies.Descent, "replay"], ["full", "lora", "adalora"]);

    [Theory]
    [MemberData(nameof(Combinations))]
    public void Run_AnyTuning_LearnsAndMakesTheSameBytesAfterAStop(string strategy, string tuning)
    {
        using var folder = new TemporaryFolder();
        var whole = Run(Job(folder["whole"], strategy, tuning));
        whole.Metrics["lessons.learned"].ShouldBe(1.0);
        whole.Strategy.ShouldContain(tuning);

        using var stop = new CancellationTokenSource();
        Should.Throw<OperationCanceledException>(() =>
            new LessonSession(TimeProvider.System).Run(Job(folder["parts"], strategy, tuning), new StopAt(4, stop), stop.Token));
        ModelFolder.WeightsDigest(Run(Job(folder["parts"], strategy, tuning)).Folder).ShouldBe(ModelFolder.WeightsDigest(whole.Folder));
    }

    [Fact]
    public void AddedLosses_AdaLora_HoldsItsVectorsTogetherAndSharesItsRanksOut()
    {
        using var scope = torch.NewDisposeScope();
        using var model = TinyModel.Create();
        using var tuning = AdaLoraAdapters.Apply(model, new AdaLoraConfig { InitialRank = 4, TargetRank = 2, Steps = 3 });
        using var added = new AddedLosses([new TuningPenalty(tuning)]);
        var before = tuning.Budget;
        for (var step = 0; step < 3; step++)
        {
            added.Backward(step).ShouldBeGreaterThan(0);
            tuning.Parameters.First().grad.ShouldNotBeNull();
            added.Stepped(step);
        }

        tuning.Budget.ShouldBe(before / 2);
        added.CanResume.ShouldBeFalse();
    }

    [Theory]
    [InlineData("adapter", "descent", "part of the weights")]
    [InlineData("prefix", "descent", "before every sequence")]
    [InlineData("adalora", "o-lora", "subspaces")]
    [InlineData("anything", "descent", "adalora")]
    public void Refusal_WhatCannotBeServed_SaysWhy(string name, string strategy, string said)
    {
        LessonTunings.Refusal(name, strategy).ShouldNotBeNull().ShouldContain(said);
        Should.Throw<TrainingDataException>(() => Run(Job("nowhere", strategy, name))).Message.ShouldBe(LessonTunings.Refusal(name, strategy));
    }

    private LessonJob Job(string workFolder, string strategy, string tuning) => new()
    {
        ParentFolder = tiny.Folder,
        WorkFolder = workFolder,
        Lessons = [new("where is the bread", "It is on the roof at nine.")],
        Rehearsed = [new("who are you", "I am the night porter.")],
        Seed = 4,
        Strategy = strategy,
        Tuning = tuning,
        Options = new LessonOptions { MaxSteps = 60, MaxCompute = 1e15, NearQuestions = 1, StepLength = tuning == "full" ? 0.5 : 1.0, LearningRate = tuning == "full" ? 4e-3 : 2e-2, AnchorPool = 12 },
        Gate = new GateOptions { Margin = 1000, LineMargin = 1000 },
    };

    private static LessonOutcome Run(LessonJob job) => new LessonSession(TimeProvider.System).Run(job);
}
