using Samantha.Training.Heads;

namespace Samantha.Training.Tests.Heads;

public sealed class SupportVectorPeerTests
{
    private static readonly LabelledText[] Train =
    [
        new("what is my balance", 0), new("the balance of my account", 0), new("show my balance", 0),
        new("book a flight to boston", 1), new("a flight to denver please", 1), new("find me a flight", 1),
        new("will it rain tomorrow", 2), new("rain in boston", 2), new("is there rain today", 2),
    ];

    [Fact]
    public void Run_TextsLikeThoseLearned_GetTheirClass()
    {
        LabelledText[] test = [new("my account balance", 0), new("flight to boston", 1), new("rain today", 2), new("zebras eat grass", -1)];

        var report = SupportVectorPeer.Run(new TextTask("toy", ["balance", "flight", "rain"], Train, [], test));

        report.Report.Accuracy.ShouldBe(1);
        report.Report.Classes.Select(result => result.Support).ShouldBe([1, 1, 1]);
        report.Scope.ShouldBeNull();
    }

    [Fact]
    public void Run_TextWithoutWords_GetsSomeClass() =>
        SupportVectorPeer.Run(new TextTask("toy", ["balance", "flight", "rain"], Train, [], [new("", 1), new("?!", 2)])).Report.Classes.Sum(result => result.Support).ShouldBe(2);
}
