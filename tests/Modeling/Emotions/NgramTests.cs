using Samantha.Modeling.Emotions;

namespace Samantha.Modeling.Tests.Emotions;

public sealed class NgramTests
{
    [Fact]
    public void Extract_Words_YieldsThemWithTheirNeighboursAndCharacters()
    {
        var fingerprints = NgramExtractor.Extract(EmotionTokenizer.Tokenize("so good"));

        // 2 words; 3 pairs, 2 triples and 2 pairs with a gap among begin, so, good, end.
        fingerprints.Count(fingerprint => fingerprint < NgramExtractor.FirstOfCharacters).ShouldBe(9);

        // " so ": 2 of three characters, 1 of four; " good ": 4, 3 and 2.
        fingerprints.Count(fingerprint => fingerprint >= NgramExtractor.FirstOfCharacters).ShouldBe(12);
    }

    [Fact]
    public void Extract_Order_Matters()
    {
        var there = NgramExtractor.Extract(EmotionTokenizer.Tokenize("good so"));

        there.Order().ShouldNotBe(NgramExtractor.Extract(EmotionTokenizer.Tokenize("so good")).Order());
    }

    // A trained classifier knows its n-grams by these numbers alone.
    [Fact]
    public void Extract_Fingerprints_NeverChange() =>
        string.Join(' ', NgramExtractor.Extract(EmotionTokenizer.Tokenize("😂 ok")).Select(fingerprint => fingerprint.ToString("x8")))
            .ShouldBe("223cb670 3f626812 926db722 d9a93485 d31429f3 71a4d1cd 2521fbc8 1015f4af 4e989b86 70be72b9 3ee95143 59ea46af");

    [Fact]
    public void Vectorize_Text_NormalizesWordsAndCharactersApart()
    {
        var vocabulary = TinyEmotionModel.Create().Linear.Vocabulary;

        var vector = vocabulary.Vectorize(EmotionTokenizer.Tokenize("i love this so much, you terrible person"));

        vector.Indices.ShouldBe(vector.Indices.Distinct().Order());
        Length(vector, characters: false).ShouldBe(1, 1e-5);
        Length(vector, characters: true).ShouldBe(1, 1e-5);

        double Length(SparseVector of, bool characters) => Math.Sqrt(of.Indices.Zip(of.Values)
            .Where(element => vocabulary.Fingerprints[element.First] >= NgramExtractor.FirstOfCharacters == characters)
            .Sum(element => (double)element.Second * element.Second));
    }

    [Fact]
    public void Vectorize_RepeatedNgram_CountsByItsLogarithm()
    {
        var tokens = EmotionTokenizer.Tokenize("! ? !");
        uint[] known = [.. NgramExtractor.Extract(EmotionTokenizer.Tokenize("!")).Take(1).Concat(NgramExtractor.Extract(EmotionTokenizer.Tokenize("?")).Take(1)).Order()];
        var vector = new NgramVocabulary(known, [1, 1]).Vectorize(tokens);

        (vector.Values.Max() / vector.Values.Min()).ShouldBe(1 + MathF.Log(2), 1e-5f);
    }

    [Fact]
    public void Vectorize_UnknownText_IsEmpty() =>
        TinyEmotionModel.Create().Linear.Vocabulary.Vectorize(EmotionTokenizer.Tokenize("xyzzy")).Indices.ShouldBeEmpty();

    [Fact]
    public void NgramVocabulary_NotAscending_Throws() =>
        Should.Throw<ArgumentException>(() => new NgramVocabulary([2, 1], [1, 1]));
}
