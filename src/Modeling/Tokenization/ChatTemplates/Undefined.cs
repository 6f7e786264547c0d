namespace Samantha.Modeling.Tokenization.ChatTemplates;

/// <summary>The value of what does not exist: writes nothing, is false and empty, and fails in anything else.</summary>
internal sealed record Undefined(string Name);
