using FsCheck;
using FsCheck.Fluent;
using Samantha.Inference.Text;

namespace Samantha.Inference.Tests.Text;

public class StopStringsTests
{
    [Fact]
    public void Append_AnyTextInAnyPieces_CutsBeforeTheFirstCompleteStopString() =>
        Prop.ForAll(Cases(), given =>
        {
            var (stops, pieces) = given;
            var matcher = new StopStrings(stops);
            var passed = new List<string>();
            foreach (var piece in pieces)
                passed.Add(matcher.Append(piece));
            passed.Add(matcher.Complete());

            var (text, stopped) = Expected(stops, string.Concat(pieces));
            string.Concat(passed).ShouldBe(text);
            matcher.Stopped.ShouldBe(stopped);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Append_TextThatCannotBeginAStopString_PassesItAtOnce()
    {
        var matcher = new StopStrings(["\nuser:", "END"]);

        matcher.Append("hello E").ShouldBe("hello ");
        matcher.Append("N").ShouldBe("");
        matcher.Append("ough").ShouldBe("ENough");
        matcher.Append(" bye\nuser").ShouldBe(" bye");
        matcher.Append(": more").ShouldBe("");
        matcher.Stopped.ShouldBeTrue();
        matcher.Append("and more").ShouldBe("");
        matcher.Complete().ShouldBe("");
    }

    // Letter by letter: the first position at which some stop string is complete ends the text before the longest such.
    private static (string Text, bool Stopped) Expected(string[] stops, string text)
    {
        for (var end = 1; end <= text.Length; end++)
        {
            var complete = stops.Where(stop => text.AsSpan(0, end).EndsWith(stop)).ToList();
            if (complete.Count > 0)
                return (text[..(end - complete.Max(stop => stop.Length))], true);
        }

        return (text, false);
    }

    private static Arbitrary<(string[] Stops, string[] Pieces)> Cases()
    {
        // Two letters make overlaps likely.
        var word = from length in Gen.Choose(1, 4)
                   from letters in Gen.ArrayOf(Gen.Elements('a', 'b', 'c'), length)
                   select new string(letters);
        return (from stopCount in Gen.Choose(0, 3)
                from stops in Gen.ArrayOf(word, stopCount)
                from pieceCount in Gen.Choose(0, 8)
                from pieces in Gen.ArrayOf(Gen.OneOf(word, Gen.Constant("")), pieceCount)
                select (stops, pieces)).ToArbitrary();
    }
}
