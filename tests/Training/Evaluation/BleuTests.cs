using Samantha.Training.Evaluation;

namespace Samantha.Training.Tests.Evaluation;

public sealed class BleuTests
{
    [Fact]
    public void Score_SameTexts_IsOne() =>
        Bleu.Score(["the cat sat on the mat", "a b c d"], [["the cat sat on the mat"], ["a b c d"]]).ShouldBe(1.0, 1e-12);

    [Fact]
    public void Score_OneWordOther_IsTheMeanOfThePrecisions()
    {
        // Runs that are right: 5 of 6, 3 of 5, 2 of 4, 1 of 3; the lengths are equal.
        var expected = Math.Pow(5.0 / 6 * (3.0 / 5) * (2.0 / 4) * (1.0 / 3), 0.25);
        Bleu.Score(["the cat sat on a mat"], [["the cat sat on the mat"]]).ShouldBe(
            Math.Pow(5.0 / 6 * (3.0 / 5) * (2.0 / 4) * (1.0 / 3), 0.25), 1e-12);
        expected.ShouldBe(0.537284965911771, 1e-12);
    }

    [Fact]
    public void Score_RepeatedWord_CountsAsOftenAsInTheReference() =>
        // The paper's example: "the" seven times against two in the reference; no pair is right.
        Bleu.Score(["the the the the the the the"], [["the cat is on the mat"]]).ShouldBe(0.0);

    [Fact]
    public void Score_ShortCandidate_IsPenalised() =>
        Bleu.Score(["a b c d"], [["a b c d e f"]]).ShouldBe(Math.Exp(1.0 - 6.0 / 4.0), 1e-12);

    [Fact]
    public void Score_SeveralReferences_TakesRunsFromEachAndTheNearestLength() =>
        Bleu.Score(["a b c d e"], [["a b c d e f g h", "x b c d e"]]).ShouldBe(1.0, 1e-12);

    [Fact]
    public void Score_NothingInCommon_IsZero() => Bleu.Score(["a b c d"], [["e f g h"]]).ShouldBe(0.0);
}
