namespace Samantha.Training.Data;

/// <summary>One document to learn from.</summary>
/// <param name="Text">Its text.</param>
/// <param name="Control">Control tokens between the token that begins the sequence and the text, or empty.</param>
public readonly record struct Document(string Text, string Control = "");
