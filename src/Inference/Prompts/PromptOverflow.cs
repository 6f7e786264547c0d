namespace Samantha.Inference;

/// <summary>What happens to a prompt that the model's context has no room for.</summary>
public enum PromptOverflow
{
    /// <summary>Its oldest text is left out; the control tokens in front stay.</summary>
    TruncateLeft,

    /// <summary>The request fails with <see cref="PromptTooLongException"/>.</summary>
    Fail,
}
