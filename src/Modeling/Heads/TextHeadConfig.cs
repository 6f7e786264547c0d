using System.Text.Json.Serialization;

namespace Samantha.Modeling.Heads;

/// <summary>What a head is, but for what it has learned.</summary>
[JsonDerivedType(typeof(NaiveBayesConfig), "naive-bayes")]
[JsonDerivedType(typeof(RidgeConfig), "ridge")]
[JsonDerivedType(typeof(DiscriminantConfig), "discriminant")]
[JsonDerivedType(typeof(MixtureConfig), "mixture")]
public abstract record TextHeadConfig
{
    /// <summary>A head that has learned nothing.</summary>
    /// <param name="classes">How many classes there can be.</param>
    public abstract ITextHead Create(int classes);
}

/// <summary>Naive Bayes on hashed n-grams.</summary>
/// <param name="Views">The n-grams that are counted.</param>
/// <param name="Events">The event model.</param>
/// <param name="Smoothing">What is added to every count; of Bernoulli, to the share of a class's texts that have an n-gram and to that which lack it.</param>
/// <param name="Buckets">How many counts each class has.</param>
public sealed record NaiveBayesConfig(IReadOnlyList<NgramView> Views, NaiveBayesEvents Events, double Smoothing, int Buckets = 1 << 18) : TextHeadConfig
{
    public override ITextHead Create(int classes) => new NaiveBayesHead(classes, this);
}

/// <summary>Ridge regression on projected n-grams.</summary>
/// <param name="Projection">The rows it works on.</param>
/// <param name="Penalty">λ, on sums over all texts.</param>
public sealed record RidgeConfig(ProjectionConfig Projection, float Penalty) : TextHeadConfig
{
    public override ITextHead Create(int classes) => new RidgeHead(classes, this);
}

/// <summary>Linear discriminant analysis on projected n-grams.</summary>
/// <param name="Projection">The rows it works on.</param>
/// <param name="Shrinkage">ε, in (0, 1].</param>
public sealed record DiscriminantConfig(ProjectionConfig Projection, float Shrinkage) : TextHeadConfig
{
    public override ITextHead Create(int classes) => new DiscriminantHead(classes, this);
}

/// <summary>A weighted sum of heads' scores.</summary>
/// <param name="Parts">The heads and their weights.</param>
public sealed record MixtureConfig(IReadOnlyList<WeightedHead> Parts) : TextHeadConfig
{
    public override ITextHead Create(int classes) => new MixtureHead([.. Parts.Select(part => (part.Head.Create(classes), part))]);
}

/// <summary>A part of a mixture.</summary>
/// <param name="Head">The head.</param>
/// <param name="Weight">What its scores are multiplied by, above 0.</param>
/// <param name="Floor">
/// Set, above 0, where the head's scores are shares of the classes and not their logarithms: log(max(score, 0) + floor) counts.
/// </param>
public sealed record WeightedHead(TextHeadConfig Head, float Weight, float? Floor = null);
