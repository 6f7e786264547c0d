namespace Samantha.Training.Heads;

/// <summary>A task of classifying texts.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Classes">The classes' names, in their order.</param>
/// <param name="Train">What is learned: texts of the classes, and where there are some, of none.</param>
/// <param name="Tune">What the bar for "none of the classes" is chosen on: texts of the classes and of none. Empty where all texts have a class.</param>
/// <param name="Test">What is measured.</param>
public sealed record TextTask(
    string Name, IReadOnlyList<string> Classes, IReadOnlyList<LabelledText> Train, IReadOnlyList<LabelledText> Tune, IReadOnlyList<LabelledText> Test);
