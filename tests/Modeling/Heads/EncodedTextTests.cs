using Samantha.Modeling.Heads;

namespace Samantha.Modeling.Tests.Heads;

public sealed class EncodedTextTests
{
    private const string Text = "what is what in Boston, please?";

    [Fact]
    public void Ngrams_AnyView_AreThoseThatTheViewCounts()
    {
        var encoded = new EncodedText(Text);

        foreach (var view in new NgramView[] { new(NgramKind.Words, 1, 2), new(NgramKind.Pairs), new(NgramKind.Characters, 3, 6), new(NgramKind.WordCharacters, 3, 4) })
            encoded.Ngrams(view).ShouldBe(view.Count(Text));
    }

    [Fact]
    public void Ngrams_AskedForAgain_AreNotCountedAgain()
    {
        var encoded = new EncodedText(Text);

        encoded.Ngrams(new(NgramKind.Words)).ShouldBeSameAs(encoded.Ngrams(new(NgramKind.Words)));
        encoded.Ngrams(new(NgramKind.Words)).ShouldNotBe(encoded.Ngrams(new(NgramKind.Pairs)));
    }

    [Fact]
    public void Row_TwoHeadsOfOneProjection_IsComputedOnce()
    {
        var encoded = new EncodedText(Text);
        ProjectionConfig One(int seed = 0, bool rectified = false) => new([new(NgramKind.Words)], 64, seed, rectified);

        (encoded.Row(One()) == encoded.Row(One())).ShouldBeTrue();
        encoded.Row(One(seed: 1)).SequenceEqual(encoded.Row(One())).ShouldBeFalse();
        encoded.Row(One(rectified: true)).SequenceEqual(encoded.Row(One())).ShouldBeFalse();
    }

    [Fact]
    public void Scores_HeadsThatShareTexts_AreThoseOfHeadsThatDoNot()
    {
        string[] texts = [Text, "book a flight to boston", "will it rain", ""];
        using var one = TextHeads.Default(0, 96, 4096).Create(2);
        using var other = TextHeads.NaiveBayes().Create(3);
        var shared = EncodedText.Of(texts);
        one.Learn(shared, [0, 1, 0, 1]);
        other.Learn(shared, [2, 1, 0, 1]);
        using var alone = TextHeads.NaiveBayes().Create(3);
        alone.Learn(texts, [2, 1, 0, 1]);

        one.Scores(shared).Dispose();
        using var said = other.Scores(shared);
        using var expected = alone.Scores(texts);
        said.bytes.SequenceEqual(expected.bytes).ShouldBeTrue();
    }
}
