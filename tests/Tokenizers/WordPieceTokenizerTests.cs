using System.Text;
using Microsoft.ML.Tokenizers;

namespace Samantha.Tokenizers.Tests;

public class WordPieceTokenizerTests
{
    private static readonly WordPieceTokenizer Tokenizer = Create("[UNK]\nun\nunaff\n##aff\n##able\n##a\n\nwell\n,\nrun\n##ning\n");

    [Fact]
    public void EncodeToTokens_Word_TakesTheLongestPieceEachTime()
    {
        var tokens = Tokenizer.EncodeToTokens("unaffable well", out _);

        tokens.Select(token => token.Value).ShouldBe(["unaff", "##able", "well"]);
        tokens.Select(token => token.Offset).ShouldBe([0..5, 5..9, 10..14]);
    }

    [Fact]
    public void EncodeToIds_Vocabulary_CountsLinesFromZeroEmptyOnesIncluded() =>
        Tokenizer.EncodeToIds("un well running").ShouldBe([1, 7, 9, 10]);

    [Fact]
    public void EncodeToTokens_WordWithoutSpelling_IsUnknownAsAWhole()
    {
        var token = Tokenizer.EncodeToTokens("unaffx", out _).ShouldHaveSingleItem();

        (token.Id, token.Value, token.Offset).ShouldBe((0, "[UNK]", 0..6));
    }

    [Fact]
    public void EncodeToIds_WordOverTheLimit_IsUnknown()
    {
        var tokenizer = Create("[UNK]\na\n##a\n", new WordPieceOptions { MaxInputCharsPerWord = 3 });

        tokenizer.EncodeToIds("aaa").ShouldBe([1, 2, 2]);
        tokenizer.EncodeToIds("aaaa").ShouldBe([0]);
    }

    [Fact]
    public void EncodeToIds_OtherMarks_AreUsed()
    {
        var tokenizer = Create("?\na\n+b\n", new WordPieceOptions { UnknownToken = "?", ContinuingSubwordPrefix = "+" });

        tokenizer.EncodeToIds("ab b").ShouldBe([1, 2, 0]);
        tokenizer.UnknownTokenId.ShouldBe(0);
    }

    [Fact]
    public void EncodeToTokens_WithoutPreTokenization_TakesTheTextAsOneWord() =>
        Tokenizer.EncodeToIds("un un", considerPreTokenization: false).ShouldBe([0]);

    [Fact]
    public void Decode_Pieces_JoinsThemToWords() =>
        Tokenizer.Decode([1, 3, 4, 8, 7]).ShouldBe("unaffable, well");

    [Fact]
    public void Create_NoUnknownToken_Throws()
    {
        Should.Throw<ArgumentException>(() => Create("a\n"));
        Should.Throw<ArgumentNullException>(() => WordPieceTokenizer.Create((Stream)null!));
    }

    private static WordPieceTokenizer Create(string vocabulary, WordPieceOptions? options = null) =>
        WordPieceTokenizer.Create(new MemoryStream(Encoding.UTF8.GetBytes(vocabulary)), options);
}
