using System.Text.RegularExpressions;
using Microsoft.ML.Tokenizers;

namespace Samantha.Tokenizers.Tests;

public class RegexPreTokenizerTests
{
    [Fact]
    public void PreTokenize_Text_GivesTheMatchesInOrder()
    {
        var tokenizer = new RegexPreTokenizer(new Regex(@"\w+"), specialTokens: null);

        tokenizer.PreTokenize("ab  c!").ShouldBe([(0, 2), (4, 1)]);
        tokenizer.PreTokenize("ab  c!".AsSpan()).ShouldBe([(0, 2), (4, 1)]);
    }

    [Fact]
    public void PreTokenize_SpecialTokens_ArePiecesOfTheirOwn() =>
        new RegexPreTokenizer(new Regex(@"\w+|\W"), new Dictionary<string, int> { ["<a>"] = 1 })
            .PreTokenize("x<a>y").ShouldBe([(0, 1), (1, 3), (4, 1)]);

    [Fact]
    public void PreTokenize_NoText_GivesNone()
    {
        new RegexPreTokenizer(new Regex("."), null).PreTokenize("").ShouldBeEmpty();
        Should.Throw<ArgumentNullException>(() => new RegexPreTokenizer(null!, null));
    }
}
