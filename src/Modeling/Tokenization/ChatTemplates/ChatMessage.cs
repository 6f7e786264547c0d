namespace Samantha.Modeling.Tokenization.ChatTemplates;

/// <summary>One message of a conversation.</summary>
/// <param name="Role">Who speaks: <c>system</c>, <c>user</c>, <c>assistant</c> or what else a template knows.</param>
/// <param name="Content">What is said.</param>
public sealed record ChatMessage(string Role, string Content);
