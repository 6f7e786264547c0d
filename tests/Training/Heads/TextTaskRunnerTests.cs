using Samantha.Modeling.Heads;
using Samantha.Training.Heads;

namespace Samantha.Training.Tests.Heads;

public sealed class TextTaskRunnerTests
{
    private static readonly LabelledText[] Train =
    [
        new("what is my balance", 0), new("the balance of my account", 0), new("show my balance", 0),
        new("book a flight to boston", 1), new("a flight to denver please", 1), new("find me a flight", 1),
    ];

    [Fact]
    public void Run_TextsOfNoClass_AreRefused()
    {
        LabelledText[] held = [new("my account balance", 0), new("flight to boston", 1), new("zebras eat grass", -1)];
        var runner = new TextTaskRunner(TextHeads.Default(seed: 0, width: 256, buckets: 1 << 14), costs: 0);

        var report = runner.Run(new TextTask("toy", ["balance", "flight"], Train, held, held));

        report.Report.Accuracy.ShouldBe(1);
        report.Report.Classes.Select(result => result.Support).ShouldBe([1, 1]);
        report.Scope!.InScopeAccuracy.ShouldBe(1);
        report.Scope.OutOfScopeRecall.ShouldBe(1);
    }

    [Fact]
    public void Run_TextsOfNoneAreTaught_AreRefusedAndNeverPredicted()
    {
        LabelledText[] none = [new("do zebras eat grass", -1), new("zebras sleep", -1)];
        LabelledText[] held = [new("my account balance", 0), new("flight to boston", 1), new("do zebras sleep on grass", -1)];
        var runner = new TextTaskRunner(TextHeads.Default(seed: 0, width: 256, buckets: 1 << 14), costs: 0);

        var report = runner.Run(new TextTask("toy", ["balance", "flight"], [.. Train, .. none], held, held));

        report.Report.Accuracy.ShouldBe(1);
        report.Scope!.InScopeAccuracy.ShouldBe(1);
        report.Scope.OutOfScopeRecall.ShouldBe(1);
    }

    [Fact]
    public void Run_TaskWithoutTuning_RefusesNothing() =>
        new TextTaskRunner(TextHeads.NaiveBayes()).Run(new TextTask("toy", ["balance", "flight"], Train, [], Train)).Scope.ShouldBeNull();

    [Fact]
    public void Run_ClassAfterClass_ComesToWhatAMixtureComesTo()
    {
        LabelledText[] held = [new("my account balance", 0), new("flight to boston", 1), new("account at denver", 0)];
        var task = new TextTask("toy", ["balance", "flight"], [.. Train.Reverse()], [], held);
        TextTaskReport Report(LessonOrder order) => new TextTaskRunner(TextHeads.Default(seed: 0, width: 256, buckets: 1 << 14), lessons: order).Run(task);

        Report(LessonOrder.ClassByClass).Report.Classes.ShouldBe(Report(LessonOrder.Mixed).Report.Classes);
    }
}
