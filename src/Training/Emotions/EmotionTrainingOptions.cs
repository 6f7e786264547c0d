namespace Samantha.Training.Emotions;

/// <summary>How an emotion classifier is trained. The same options and data give the same classifier on the same machine.</summary>
public sealed record EmotionTrainingOptions
{
    public int Seed { get; init; } = 1;

    /// <summary>N-grams of words that fewer texts have do not count.</summary>
    public int MinimumWordTexts { get; init; } = 2;

    /// <summary>N-grams of characters that fewer texts have do not count.</summary>
    public int MinimumCharacterTexts { get; init; } = 3;

    /// <summary>Only so many n-grams, those that weigh most, are kept.</summary>
    public int Ngrams { get; init; } = 80_000;

    /// <summary>The price of an error of the linear part: C of the support vector machine.</summary>
    public double Penalty { get; init; } = 0.05;

    /// <summary>How many times dearer an overlooked label is than one too many.</summary>
    public double PositiveWeight { get; init; } = 2;

    /// <summary>How many recurrent networks are averaged.</summary>
    public int Networks { get; init; } = 3;

    /// <summary>The width of a word's embedding.</summary>
    public int EmbeddingSize { get; init; } = 100;

    /// <summary>The width of the state of each direction.</summary>
    public int StateSize { get; init; } = 96;

    /// <summary>The share of the numbers between the layers that is dropped while training.</summary>
    public double Dropout { get; init; } = 0.4;

    public int Epochs { get; init; } = 5;

    public int BatchSize { get; init; } = 64;

    /// <summary>The step size at the beginning; it falls linearly to 0.</summary>
    public double LearningRate { get; init; } = 2e-3;

    /// <summary>The weight of the recurrent networks in the final score, in [0, 1]; the rest is the linear part's.</summary>
    public double RecurrentShare { get; init; } = 0.5;

    /// <summary>The greatest norm of the gradient.</summary>
    public double ClipNorm { get; init; } = 5;
}
