using Samantha.Modeling.Emotions;

namespace Samantha.Modeling.Tests.Emotions;

/// <summary>A classifier with random weights that knows a few words.</summary>
internal static class TinyEmotionModel
{
    public const int EmbeddingSize = 6;
    public const int StateSize = 4;

    public static EmotionModel Create(int seed = 1, int networks = 2)
    {
        var random = new Random(seed);
        var tokens = EmotionTokenizer.Tokenize("i love this so much ! you are a terrible , terrible person 😂");
        uint[] fingerprints = [.. NgramExtractor.Extract(tokens).Distinct().Order()];
        var vocabulary = new NgramVocabulary(fingerprints, [.. fingerprints.Select(_ => 1 + random.NextSingle())]);
        var words = new WordVocabulary([.. tokens.Select(token => token.Form).Distinct()]);
        return new EmotionModel(
            new LinearScorer(vocabulary, Numbers(random, fingerprints.Length * EmotionLabels.Count), Numbers(random, EmotionLabels.Count)),
            words,
            [.. Enumerable.Range(0, networks).Select(_ => Network(random, words.Count))],
            ScoreCalibration.None);
    }

    public static RecurrentScorer Network(Random random, int words) => new(new RecurrentWeights(
        Numbers(random, words * EmbeddingSize),
        Unit(random),
        Unit(random),
        Numbers(random, EmotionLabels.Count * 2 * StateSize),
        Numbers(random, EmotionLabels.Count * 2 * StateSize),
        Numbers(random, EmotionLabels.Count)));

    public static GatedRecurrentUnit Unit(Random random) => new(
        Numbers(random, 3 * StateSize * EmbeddingSize),
        Numbers(random, 3 * StateSize * StateSize),
        Numbers(random, 3 * StateSize),
        Numbers(random, 3 * StateSize));

    public static float[] Numbers(Random random, int count) => [.. Enumerable.Range(0, count).Select(_ => 2 * random.NextSingle() - 1)];
}
