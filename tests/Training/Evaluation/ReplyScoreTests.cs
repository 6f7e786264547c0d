using Samantha.Training.Evaluation;

namespace Samantha.Training.Tests.Evaluation;

public sealed class ReplyScoreTests
{
    [Fact]
    public void Compare_TheSameAndSomethingElse_AreTheEnds()
    {
        string[] texts = ["we open at nine every day", "the pool is on the roof"];
        ReplyScore.Compare(texts, texts).ShouldBe(new ReplyScore(2, 1, 1, 1, 1));
        ReplyScore.Compare(["a b c d", "a b c d"], texts).ShouldBe(new ReplyScore(2, 0, 0, 0, 0));
    }

    [Fact]
    public void Compare_OneOfTwoRight_IsTheMean()
    {
        var score = ReplyScore.Compare(["we open at nine", "x"], ["we open at nine", "y"]);
        (score.Rouge1, score.Rouge2, score.RougeL).ShouldBe((0.5, 0.5, 0.5));
    }
}
