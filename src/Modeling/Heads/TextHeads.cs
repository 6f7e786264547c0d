namespace Samantha.Modeling.Heads;

/// <summary>The heads that are used, with their settings. All were chosen on CLINC150's validation split.</summary>
public static class TextHeads
{
    private static readonly NgramView Word = new(NgramKind.Words);
    private static readonly NgramView Pair = new(NgramKind.Pairs);
    private static readonly NgramView Spanning = new(NgramKind.Characters, 3, 6);

    // The n-grams of the published baselines.
    private static readonly IReadOnlyList<NgramView> Plain = [new(NgramKind.Words, 1, 2), new(NgramKind.WordCharacters, 3, 5)];

    /// <summary>
    /// The platform's own: what n-grams a class has and lacks (Bernoulli naive Bayes) knows much from few texts; two ridge
    /// regressions, on words and on characters, know how n-grams go together. At the same number of texts each errs elsewhere.
    /// </summary>
    /// <param name="seed">Chooses the random projections.</param>
    /// <param name="width">The projections' width; the state is two matrices of its square.</param>
    /// <param name="buckets">Counts of each class.</param>
    public static TextHeadConfig Default(int seed = 0, int width = 4096, int buckets = 1 << 18) => new MixtureConfig(
    [
        new(new NaiveBayesConfig([Spanning, Pair, Word], NaiveBayesEvents.Bernoulli, 0.0001, buckets), 0.006f),
        new(new RidgeConfig(new ProjectionConfig([Word, new(NgramKind.Words, 2, 2), Pair], width, seed), 0.1f), 0.5f, Floor: 0.1f),
        new(new RidgeConfig(new ProjectionConfig([Spanning, new(NgramKind.WordCharacters, 3, 6)], width, seed + 1), 0.1f), 0.5f, Floor: 0.1f),
    ]);

    /// <summary>Multinomial naive Bayes.</summary>
    public static TextHeadConfig NaiveBayes() => new NaiveBayesConfig(Plain, NaiveBayesEvents.Multinomial, 0.03, 1 << 17);

    /// <summary>Streaming linear discriminant analysis.</summary>
    public static TextHeadConfig Discriminant(int seed, int width = 2048) => new DiscriminantConfig(new ProjectionConfig(Plain, width, seed), 0.0001f);

    /// <summary>Ridge regression on a rectified random projection.</summary>
    public static TextHeadConfig Ridge(int seed, int width = 8192) => new RidgeConfig(new ProjectionConfig(Plain, width, seed, Rectified: true), 0.03f);
}
