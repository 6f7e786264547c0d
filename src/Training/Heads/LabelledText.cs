namespace Samantha.Training.Heads;

/// <summary>A text and its class.</summary>
/// <param name="Text">The text.</param>
/// <param name="Class">Its class, from 0; -1 for a text of none.</param>
public sealed record LabelledText(string Text, int Class);
