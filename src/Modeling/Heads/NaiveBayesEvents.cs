namespace Samantha.Modeling.Heads;

/// <summary>What naive Bayes takes a text to be.</summary>
public enum NaiveBayesEvents
{
    /// <summary>A draw for each of its n-grams.</summary>
    Multinomial,

    /// <summary>For each n-gram there is, whether the text has it.</summary>
    Bernoulli,
}
