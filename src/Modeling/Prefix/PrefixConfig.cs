namespace Samantha.Modeling.Prefix;

/// <summary>How long a learned prefix is.</summary>
/// <param name="Length">Positions of the context that it takes; 0 is none.</param>
public sealed record PrefixConfig(int Length = 16)
{
    /// <summary>The base model's name, as the prefix's file tells it.</summary>
    public string? BaseModel { get; init; }
}
