using FsCheck;
using FsCheck.Fluent;
using Samantha.Modeling.Emotions;

namespace Samantha.Modeling.Tests.Emotions;

public sealed class EmotionTokenizerTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("  \t\n ", "")]
    [InlineData("I can't BELIEVE it", "i|can't|believe|it")]
    [InlineData("don’t", "don't")]
    [InlineData("the dogs' toys", "the|dogs|'|toys")]
    [InlineData("soooo coooool", "soo|cool")]
    [InlineData("no!! way!!!!!!!", "no|!!|way|!!!")]
    [InlineData("hm...... ok,,,", "hm|...|ok|,")]
    [InlineData("[NAME] rocks, [RELIGION] too", "[name]|rocks|,|[religion]|too")]
    [InlineData("[not a mask]", "[|not|a|mask|]")]
    [InlineData("❤️ 👍🏽😂😂😂", "❤|👍|😂")]
    [InlineData(":-) <3", ":|-|)|<|3")]
    [InlineData("Привет, 你好!", "привет|,|你好|!")]
    [InlineData("a\ud800b \udc00", "a|b")]
    [InlineData("zero\u200bwidth", "zero|width")]
    public void Tokenize_Text_SplitsAsInformalWritingIsMeant(string text, string expected) =>
        string.Join('|', EmotionTokenizer.Tokenize(text).Select(token => token.Form)).ShouldBe(expected);

    [Fact]
    public void Tokenize_AnyUnits_YieldsOrderedSpansWithinBounds() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(500),
        Prop.ForAll(Texts.Any, text =>
        {
            var end = 0;
            var tokens = EmotionTokenizer.Tokenize(text);
            foreach (var token in tokens)
            {
                if (token.Start < end || token.Length < 1 || token.Form.Length == 0)
                    return false;
                end = token.Start + token.Length;
            }

            return end <= Math.Min(text.Length, EmotionTokenizer.MaxCharacters) && tokens.Count <= EmotionTokenizer.MaxTokens;
        }));

    [Fact]
    public void Tokenize_AMillionCharacters_ReadsTheBeginning()
    {
        var text = string.Concat(Enumerable.Repeat("longish words here, ", 50_000));

        var tokens = EmotionTokenizer.Tokenize(text);

        tokens.Count.ShouldBe(EmotionTokenizer.MaxTokens);
        tokens.ShouldBe(EmotionTokenizer.Tokenize(text.AsSpan(0, EmotionTokenizer.MaxCharacters)));
    }

    [Fact]
    public void Tokenize_OneEndlessWord_IsCut() =>
        EmotionTokenizer.Tokenize(new string('x', 3) + string.Concat(Enumerable.Repeat("ab", 500_000)))
            .ShouldHaveSingleItem().Length.ShouldBe(EmotionTokenizer.MaxCharacters);
}
