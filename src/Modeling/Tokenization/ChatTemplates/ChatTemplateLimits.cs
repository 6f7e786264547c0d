namespace Samantha.Modeling.Tokenization.ChatTemplates;

/// <summary>What one rendering may use. A template comes with a model, so it is not trusted to end.</summary>
public sealed record ChatTemplateLimits
{
    /// <summary>Steps of evaluation; 64 characters of a new string, or one entry of a new list, count as one.</summary>
    public int MaxSteps { get; init; } = 1_000_000;

    /// <summary>UTF-16 units of the rendered text, and of any string on the way to it.</summary>
    public int MaxLength { get; init; } = 16 * 1024 * 1024;
}
