using FsCheck;
using FsCheck.Fluent;
using Samantha.Training.Evaluation;

namespace Samantha.Training.Tests.Evaluation;

public sealed class RougeTests
{
    // The paper's example of section 3.1: the reference and two candidates of equal ROUGE-2.
    private const string Reference = "police killed the gunman";

    [Theory]
    [InlineData("police kill the gunman", 3.0 / 4)]
    [InlineData("the gunman kill police", 2.0 / 4)]
    public void LongestSubsequence_PublishedExample_IsAsPublished(string candidate, double expected) =>
        Rouge.LongestSubsequence(candidate, Reference).F1.ShouldBe(expected, 1e-12);

    [Fact]
    public void Runs_Pairs_AreCountedOverBoth()
    {
        var score = Rouge.Runs("the gunman was killed", Reference, 2);
        score.Precision.ShouldBe(1.0 / 3, 1e-12);
        score.Recall.ShouldBe(1.0 / 3, 1e-12);
    }

    [Fact]
    public void Runs_RepeatedWord_CountsAsOftenAsInBoth()
    {
        var score = Rouge.Runs("a a a b", "a b", 1);
        score.Precision.ShouldBe(0.5);
        score.Recall.ShouldBe(1.0);
        score.F1.ShouldBe(2.0 / 3, 1e-12);
    }

    [Fact]
    public void Scores_EmptyText_AreZero()
    {
        Rouge.Runs("", Reference, 1).F1.ShouldBe(0.0);
        Rouge.LongestSubsequence("", "").F1.ShouldBe(0.0);
    }

    [Fact]
    public void LongestSubsequence_Exchanged_ExchangesPrecisionAndRecall()
    {
        var texts = Gen.Choose(0, 3).ListOf().Select(words => string.Join(' ', words));
        Prop.ForAll(texts.Two().ToArbitrary(), pair =>
        {
            var one = Rouge.LongestSubsequence(pair.Item1, pair.Item2);
            var other = Rouge.LongestSubsequence(pair.Item2, pair.Item1);
            return one.Precision == other.Recall && one.Recall == other.Precision && one.F1 is >= 0 and <= 1;
        }).QuickCheckThrowOnFailure();
    }
}
