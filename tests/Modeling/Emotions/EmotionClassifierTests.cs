using FsCheck;
using FsCheck.Fluent;
using Samantha.Modeling.Emotions;

namespace Samantha.Modeling.Tests.Emotions;

public sealed class EmotionClassifierTests
{
    private static readonly EmotionClassifier Tiny = new(TinyEmotionModel.Create());

    [Fact]
    public void Classify_AnyText_IsWithinBoundsAndOrdered() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(300),
        Prop.ForAll(Texts.Any, text =>
        {
            var reading = Tiny.Classify(text);
            var above = reading.Labels.Select(label => reading.Probabilities[EmotionLabels.IndexOf(label)]).ToArray();
            return reading.Probabilities.Length == EmotionLabels.Count
                && reading.Probabilities.All(probability => probability is >= 0 and <= 1)
                && above.SequenceEqual(above.OrderDescending())
                && EmotionLabels.Names.Contains(reading.Dominant)
                && reading.Affect is { Valence: >= -1 and <= 1, Arousal: >= -1 and <= 1, Dominance: >= -1 and <= 1 };
        }));

    [Theory]
    [InlineData("")]
    [InlineData(" \n ")]
    [InlineData("\ud800\udbff")]
    public void Classify_NoWords_IsNeutral(string text)
    {
        var reading = Tiny.Classify(text);

        reading.Dominant.ShouldBe("neutral");
        reading.Labels.ShouldBe(["neutral"]);
        reading.Affect.ShouldBe(default);
        Tiny.Explain(text).Words.ShouldBeEmpty();
    }

    [Fact]
    public void Classify_AMillionCharacters_ReadsTheBeginning()
    {
        var text = string.Concat(Enumerable.Repeat("i love this so much! ", 50_000));

        Tiny.Classify(text).Probabilities.ShouldBe(Tiny.Classify(text[..EmotionTokenizer.MaxCharacters]).Probabilities);
    }

    [Fact]
    public void Classify_ManyThreads_AgreeWithOne()
    {
        var texts = Enumerable.Range(0, 200).Select(i => $"you love terrible person {i % 7} !").ToArray();
        var one = texts.Select(text => Tiny.Classify(text).Probabilities).ToArray();

        var many = texts.AsParallel().AsOrdered().Select(text => Tiny.Classify(text).Probabilities).ToArray();

        for (var i = 0; i < texts.Length; i++)
            many[i].ShouldBe(one[i]);
    }

    [Fact]
    public void Classify_Networks_AreAveraged()
    {
        var model = TinyEmotionModel.Create(networks: 2);
        const string text = "so much love";
        var recurrent = new float[2][];
        for (var i = 0; i < 2; i++)
        {
            recurrent[i] = new float[EmotionLabels.Count];
            model.Recurrent[i].Score(model.Words.Encode(EmotionTokenizer.Tokenize(text)), recurrent[i]);
        }

        var (linear, mean) = (new float[EmotionLabels.Count], new float[EmotionLabels.Count]);
        new EmotionClassifier(model).Score(EmotionTokenizer.Tokenize(text), linear, mean).ShouldBeTrue();

        for (var label = 0; label < EmotionLabels.Count; label++)
            mean[label].ShouldBe((recurrent[0][label] + recurrent[1][label]) / 2, 1e-5f);
    }

    [Fact]
    public void Explain_Text_NamesItsWordsWhereTheyStand() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(50),
        Prop.ForAll(Texts.Any, text => Tiny.Explain(text).Words.All(word =>
            text.AsSpan(word.Start, word.Word.Length).SequenceEqual(word.Word) && word.Influence is >= -1 and <= 1)));

    [Fact]
    public void Explain_Word_MovesAsMuchAsLeavingItOutDoes()
    {
        var explained = Tiny.Explain("you terrible person");
        var label = EmotionLabels.IndexOf(explained.Reading.Dominant);

        var without = Tiny.Classify("you person").Probabilities[label];

        explained.Words[1].Word.ShouldBe("terrible");
        explained.Words[1].Influence.ShouldBe(explained.Reading.Probabilities[label] - without, 1e-6);
    }
}
