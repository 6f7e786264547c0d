using Samantha.Modeling.Heads;

namespace Samantha.Modeling.Tests.Heads;

public sealed class ScopedAnswerTests
{
    [Fact]
    public void Of_Classes_IsTheScoreLessHalfOfAll()
    {
        float[] scores = [MathF.Log(0.2f), MathF.Log(0.5f), MathF.Log(0.1f), float.NegativeInfinity];

        var answer = ScopedAnswer.Of(scores, 4);

        answer.Class.ShouldBe(1);
        answer.Confidence.ShouldBe(MathF.Log(0.5f) - MathF.Log(0.8f) / 2, 1e-6);
    }

    [Fact]
    public void Of_TextsOfNoneLearned_IsTheScoreLessHalfOfTheirs() =>
        ScopedAnswer.Of([-3, -1, 0.5f], 2).ShouldBe(new ScopedAnswer(1, -1.25f));

    [Fact]
    public void Of_OneClassSeen_IsHalfItsScore() =>
        ScopedAnswer.Of([float.NegativeInfinity, -2, float.NegativeInfinity], 3).ShouldBe(new ScopedAnswer(1, -1));

    [Fact]
    public void Of_NothingLearned_IsNotConfident()
    {
        ScopedAnswer.Of([float.NegativeInfinity, float.NegativeInfinity], 2).ShouldBe(new ScopedAnswer(0, float.NegativeInfinity));
        ScopedAnswer.Of([float.NegativeInfinity, float.NegativeInfinity, 0], 2).Confidence.ShouldBe(float.NegativeInfinity);
    }

    [Fact]
    public void Of_RivalOrLessEvidence_IsLessConfident()
    {
        var sure = ScopedAnswer.Of([-1, -3, -3], 3).Confidence;

        ScopedAnswer.Of([-1, -1.5f, -3], 3).Confidence.ShouldBeLessThan(sure);
        ScopedAnswer.Of([-2, -4, -4], 3).Confidence.ShouldBeLessThan(sure);
    }
}
