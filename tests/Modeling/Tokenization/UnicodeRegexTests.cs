using Samantha.Modeling.Tokenization;
using Samantha.Modeling.Tokenization.Text;

namespace Samantha.Modeling.Tests.Tokenization;

public class UnicodeRegexTests
{
    [Theory]
    [InlineData(@"\p{L}+", "a𝓗𠮷 b", "a𝓗𠮷|b")]
    [InlineData(@"\p{N}", "1𝟘", "1|𝟘")]
    [InlineData(@"[^\s\p{L}\p{N}]+", "a😀! 𝓗", "😀!")]
    [InlineData(@".", "😀a", "😀|a")]
    [InlineData(@"\p{M}+", "a\U0001D165\u0301b", "\U0001D165\u0301")]
    [InlineData(@"(?i:'s)", "'S 'ſ", "'S|'ſ")]
    [InlineData(@"'s", "'s 'ſ", "'s")]
    [InlineData(@"x*", "axxb", "xx")]
    public void Matches_CodePointsBeyondTheBasicPlane_CountAsOneOfTheirCategory(string pattern, string text, string expected) =>
        new UnicodeRegex(pattern).Matches(text).Select(match => text[match.Start..match.End]).ShouldBe(expected.Split('|'));

    [Fact]
    public void Constructor_PatternOfAnotherEngine_SaysWhatToDo() =>
        Should.Throw<TokenizerFormatException>(() => new UnicodeRegex(@"\p{L}++")).Message.ShouldContain("possessive");
}
