using FsCheck;
using FsCheck.Fluent;
using Samantha.Training.Evaluation;

namespace Samantha.Training.Tests.Evaluation;

public sealed class ClassificationReportTests
{
    [Fact]
    public void Compare_ThreeClasses_IsAsByHand()
    {
        var report = ClassificationReport.Compare(predicted: [0, 0, 1, 1, 1, 0], actual: [0, 1, 1, 1, 0, 2], classes: 3);
        report.Accuracy.ShouldBe(0.5);
        report.Classes[0].ShouldBe(new ClassResult(1.0 / 3, 1.0 / 2, 2.0 / 5, 2));
        report.Classes[1].ShouldBe(new ClassResult(2.0 / 3, 2.0 / 3, 2.0 / 3, 3));
        report.Classes[2].ShouldBe(new ClassResult(0, 0, 0, 1));
        report.MacroPrecision.ShouldBe((1.0 / 3 + 2.0 / 3) / 3, 1e-12);
        report.MacroRecall.ShouldBe((1.0 / 2 + 2.0 / 3) / 3, 1e-12);
        report.MacroF1.ShouldBe((2.0 / 5 + 2.0 / 3) / 3, 1e-12);
    }

    [Fact]
    public void Compare_AnyLabels_KeepsItsBounds()
    {
        var labels = Gen.Choose(0, 3).Two().NonEmptyListOf();
        Prop.ForAll(labels.ToArbitrary(), pairs =>
        {
            var report = ClassificationReport.Compare([.. pairs.Select(pair => pair.Item1)], [.. pairs.Select(pair => pair.Item2)], 4);
            return report.Classes.Sum(result => result.Support) == pairs.Count
                && report.Classes.All(result => result.F1 <= Math.Max(result.Precision, result.Recall) && result.F1 >= Math.Min(result.Precision, result.Recall));
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Compare_UnknownClass_Throws() =>
        Should.Throw<ArgumentException>(() => ClassificationReport.Compare([3], [0], 3));
}
