using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.ML.Tokenizers;

namespace Samantha.Tokenizers.Tests;

public class BpeTokenizerTests
{
    private static readonly string[] Merges = ["l o", "lo w", "e r", "w e", "we r"];

    private static readonly BpeTokenizer Words = BpeTokenizer.Create(new BpeOptions(Vocabulary(["<unk>", .. "lowernst".Select(c => c.ToString()), "lo", "low", "er", "we", "wer"])) { Merges = Merges, UnknownToken = "<unk>" });

    private static readonly BpeTokenizer Bytes = CreateBytes(new BpeOptions(ByteVocabulary("Ġh", "Ġhi", "Ã©")) { Merges = ["Ġ h", "Ġh i", "Ã ©"], ByteLevel = true });

    [Fact]
    public void EncodeToTokens_Word_AppliesTheBestMergesFirst()
    {
        var tokens = Words.EncodeToTokens("lower", out var normalized);

        // "e r" ranks before "w e", so "we" never comes about.
        tokens.Select(token => token.Value).ShouldBe(["low", "er"]);
        tokens.Select(token => token.Offset).ShouldBe([0..3, 3..5]);
        normalized.ShouldBeNull();
    }

    [Fact]
    public void EncodeToIds_EqualRanks_MergesTheLeftmostPair()
    {
        var tokenizer = BpeTokenizer.Create(new BpeOptions(Vocabulary("a", "aa")) { Merges = ["a a"] });

        tokenizer.EncodeToTokens("aaa", out _).Select(token => token.Value).ShouldBe(["aa", "a"]);
    }

    [Fact]
    public void EncodeToTokens_DefaultPreTokenizer_SplitsWordsFromOtherCharacters() =>
        Words.EncodeToTokens("low low", out _).Select(token => token.Offset).ShouldBe([0..3, 4..7]);

    [Fact]
    public void EncodeToTokens_WithoutPreTokenization_TakesTheTextAsOnePiece() =>
        Words.EncodeToTokens("low low", out _, considerPreTokenization: false).Select(token => token.Value).ShouldBe(["low", "<unk>", "low"]);

    [Theory]
    [InlineData(false, 3)]
    [InlineData(true, 2)]
    public void EncodeToIds_UnknownCharacters_AreFusedIfAskedFor(bool fuse, int expected)
    {
        var tokenizer = BpeTokenizer.Create(new BpeOptions(Vocabulary("<unk>", "a")) { Merges = [], UnknownToken = "<unk>", FuseUnknownTokens = fuse });

        tokenizer.EncodeToIds("axy").Count.ShouldBe(expected);
        tokenizer.CountTokens("axy").ShouldBe(expected);
    }

    [Fact]
    public void EncodeToIds_UnknownCharactersWithoutUnknownToken_AreDropped() =>
        BpeTokenizer.Create(new BpeOptions(Vocabulary("a", "b"))).EncodeToIds("axb").ShouldBe([0, 1]);

    [Fact]
    public void EncodeToIds_PrefixAndSuffix_SpellTheSymbols()
    {
        var tokenizer = BpeTokenizer.Create(new BpeOptions(Vocabulary("a", "##b", "##c</w>", "a</w>", "##bc</w>"))
        {
            Merges = ["##b ##c</w>"],
            ContinuingSubwordPrefix = "##",
            EndOfWordSuffix = "</w>",
        });

        tokenizer.EncodeToTokens("abc", out _).Select(token => token.Value).ShouldBe(["a", "##bc</w>"]);
        tokenizer.EncodeToTokens("a", out _).Select(token => token.Value).ShouldBe(["a</w>"]);
        tokenizer.Decode([0, 4, 3]).ShouldBe("abc a");
    }

    [Fact]
    public void EncodeToTokens_ByteLevel_SpellsBytesAndKeepsOffsetsOfTheText()
    {
        var tokens = Bytes.EncodeToTokens(" hié€", out _, considerPreTokenization: false);

        tokens.Select(token => token.Value).ShouldBe(["Ġhi", "Ã©", "â", "Ĥ", "¬"]);
        tokens.Select(token => token.Offset).ShouldBe([0..3, 3..4, 4..5, 4..5, 4..5]);
    }

    [Fact]
    public void Decode_AnyByteLevelEncoding_GivesTheTextBack() =>
        Prop.ForAll(ArbMap.Default.ArbFor<NonNull<string>>().Filter(text => IsWellFormed(text.Get)), text =>
            Bytes.Decode(Bytes.EncodeToIds(text.Get, considerPreTokenization: false)) == text.Get).QuickCheckThrowOnFailure();

    [Fact]
    public void EncodeToIds_AnyWord_EqualsMergingOneByOne() =>
        Prop.ForAll(Gen.Elements('l', 'o', 'w', 'e', 'r').ArrayOf().ToArbitrary(), letters =>
        {
            var word = new string(letters);
            return Words.EncodeToTokens(word, out _).Select(token => token.Value).SequenceEqual(MergeOneByOne(word));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void EncodeToIds_SpecialTokens_AreKeptWhole()
    {
        var special = new Dictionary<string, int> { ["<|end|>"] = 9000 };
        var tokenizer = CreateBytes(new BpeOptions(ByteVocabulary())
        {
            ByteLevel = true,
            SpecialTokens = special,
            PreTokenizer = new RegexPreTokenizer(new Regex(@"\w+|\W"), special),
        });

        var ids = tokenizer.EncodeToIds("ab<|end|>c");

        ids.ShouldBe([tokenizer.EncodeToIds("a")[0], tokenizer.EncodeToIds("b")[0], 9000, tokenizer.EncodeToIds("c")[0]]);
        tokenizer.Decode(ids).ShouldBe("ab<|end|>c");
    }

    [Fact]
    public void EncodeToTokens_Normalizer_GivesOffsetsOfTheNormalizedText()
    {
        var tokenizer = BpeTokenizer.Create(new BpeOptions(Vocabulary("a", "b")) { Normalizer = new Lowercase() });

        tokenizer.EncodeToTokens("AB", out var normalized).Select(token => token.Id).ShouldBe([0, 1]);
        normalized.ShouldBe("ab");
        tokenizer.EncodeToIds("AB", considerNormalization: false).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("a")]
    [InlineData("a b c")]
    [InlineData("a ")]
    [InlineData("a z")]
    public void Create_BadMerge_Throws(string merge) =>
        Should.Throw<InvalidOperationException>(() => BpeTokenizer.Create(new BpeOptions(Vocabulary("a", "b", "ab")) { Merges = [merge] }));

    [Fact]
    public void Create_NothingToWorkWith_Throws()
    {
        Should.Throw<ArgumentNullException>(() => BpeTokenizer.Create(null!));
        Should.Throw<ArgumentNullException>(() => new BpeOptions((IEnumerable<KeyValuePair<string, int>>)null!));
        Should.Throw<InvalidOperationException>(() => BpeTokenizer.Create(new BpeOptions(Vocabulary())));
        Should.Throw<InvalidOperationException>(() => BpeTokenizer.Create(new BpeOptions(Vocabulary("a")) { UnknownToken = "<unk>" }));
    }

    [Fact]
    public void EncodeToIds_NoText_GivesNone()
    {
        Words.EncodeToIds("").ShouldBeEmpty();
        Words.Decode([]).ShouldBeEmpty();
    }

    private static BpeTokenizer CreateBytes(BpeOptions options) => BpeTokenizer.Create(options);

    private static List<string> MergeOneByOne(string word)
    {
        var symbols = word.Select(letter => letter.ToString()).ToList();
        foreach (var merge in Merges.Select(merge => merge.Split(' ')))
        {
            for (var i = 0; i + 1 < symbols.Count; i++)
            {
                if (symbols[i] != merge[0] || symbols[i + 1] != merge[1])
                    continue;
                symbols[i] += symbols[i + 1];
                symbols.RemoveAt(i + 1);
            }
        }

        return symbols;
    }

    private static Dictionary<string, int> Vocabulary(params string[] tokens) =>
        tokens.Select((token, id) => KeyValuePair.Create(token, id)).ToDictionary();

    /// <summary>GPT-2's 256 characters for bytes, then <paramref name="more"/>.</summary>
    private static Dictionary<string, int> ByteVocabulary(params string[] more)
    {
        var printable = Enumerable.Range('!', '~' - '!' + 1).Concat(Enumerable.Range(0xA1, 12)).Concat(Enumerable.Range(0xAE, 82));
        var characters = printable.Concat(Enumerable.Range(0x100, 68)).Select(code => ((char)code).ToString());
        return Vocabulary([.. characters, .. more]);
    }

    private static bool IsWellFormed(string text) => text.EnumerateRunes().All(rune => rune.Value != 0xFFFD);

    private sealed class Lowercase : Normalizer
    {
        public override string Normalize(string original) => original.ToLowerInvariant();

        public override string Normalize(ReadOnlySpan<char> original) => Normalize(original.ToString());
    }
}
