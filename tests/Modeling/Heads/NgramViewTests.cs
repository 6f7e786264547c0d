using FsCheck;
using FsCheck.Fluent;
using Samantha.Modeling.Heads;

namespace Samantha.Modeling.Tests.Heads;

public sealed class NgramViewTests
{
    [Fact]
    public void Count_Words_AreInLowerCaseWithoutPunctuation() =>
        new NgramView(NgramKind.Words).Count("What's UP,  up?").ShouldBe(new NgramView(NgramKind.Words).Count("what's up up"));

    [Theory]
    [InlineData(NgramKind.Words, 1, 1, 3)]
    [InlineData(NgramKind.Words, 2, 2, 4)] // with beginning and end
    [InlineData(NgramKind.Pairs, 1, 1, 3)]
    [InlineData(NgramKind.Characters, 3, 3, 7)] // of " to be i "
    [InlineData(NgramKind.WordCharacters, 3, 3, 5)] // of " to ", " be ", " i "
    public void Count_ThreeWords_FindsEveryNgram(NgramKind kind, int shortest, int longest, int expected) =>
        new NgramView(kind, shortest, longest).Count("to be i").Sum(ngram => ngram.Count).ShouldBe(expected);

    [Fact]
    public void Count_Pairs_DoNotMindOrder() =>
        new NgramView(NgramKind.Pairs).Count("rain or shine").ShouldBe(new NgramView(NgramKind.Pairs).Count("shine rain or"));

    [Fact]
    public void Count_SameCharactersOfTwoKinds_AreTwoNgrams() =>
        new NgramView(NgramKind.Characters, 3, 3).Count("abc").Select(ngram => ngram.Hash)
            .Intersect(new NgramView(NgramKind.WordCharacters, 3, 3).Count("abc").Select(ngram => ngram.Hash)).ShouldBeEmpty();

    [Fact]
    public void Count_NgramThatComesTwice_IsCountedTwice() =>
        new NgramView(NgramKind.Words).Count("no no yes").Select(ngram => ngram.Count).Order().ShouldBe([1, 2]);

    [Fact]
    public void Count_AnyText_IsAscendingAndRepeatable() => Prop.ForAll<NonNull<string>>(text => Enum.GetValues<NgramKind>().All(kind =>
    {
        var view = new NgramView(kind, 1, 3);
        var counts = view.Count(text.Get);
        return counts.SequenceEqual(view.Count(text.Get)) && counts.Zip(counts.Skip(1)).All(pair => pair.First.Hash < pair.Second.Hash);
    })).QuickCheckThrowOnFailure();
}
