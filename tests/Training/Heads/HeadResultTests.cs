using Samantha.Training.Evaluation;
using Samantha.Training.Heads;

namespace Samantha.Training.Tests.Heads;

public sealed class HeadResultTests
{
    [Fact]
    public void Of_SeveralClassesAText_CountsEveryDecision()
    {
        List<(IReadOnlyList<int> Said, IReadOnlyList<int> Truth)> decisions = [([0, 1], [0]), ([], [1]), ([1], [1]), ([2], [0, 2])];

        var result = HeadResult.Of("toy", "someone", isStream: true, ["a", "b", "c", "d"], decisions, TimeSpan.FromSeconds(1));

        result.Classes.ShouldBe([ClassResult.From(1, 1, 2), ClassResult.From(1, 2, 2), ClassResult.From(1, 1, 1), ClassResult.From(0, 0, 0)]);
        result.Micro.ShouldBe(ClassResult.From(3, 4, 5));
        result.MacroPrecision.ShouldBe((1 + 0.5 + 1 + 0) / 4);
        result.MacroF1.ShouldBe(result.Classes.Average(figures => figures.F1));
        result.Accuracy.ShouldBeNull();
    }

    [Fact]
    public void Of_OneClassAText_MicroIsTheAccuracy()
    {
        var report = ClassificationReport.Compare([0, 1, 1, 1], [0, 0, 1, 1], 2);

        var result = HeadResult.Of(new TextTask("toy", ["a", "b"], [], [], []), "someone", isStream: false, new TextTaskReport("toy", report, null), TimeSpan.Zero);

        result.Micro.ShouldBe(new ClassResult(0.75, 0.75, 0.75, 4));
        result.Accuracy.ShouldBe(0.75);
        result.Names.ShouldBe(["a", "b"]);
    }
}
