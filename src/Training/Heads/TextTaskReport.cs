using Samantha.Training.Evaluation;

namespace Samantha.Training.Heads;

/// <summary>How well a head does a task.</summary>
/// <param name="Task">The task's name.</param>
/// <param name="Report">Precision, recall and F1 of each class, over the texts that have one; nothing is refused.</param>
/// <param name="Scope">What refusing does; null where every text has a class.</param>
public sealed record TextTaskReport(string Task, ClassificationReport Report, ScopeReport? Scope);

/// <summary>What a head does with texts of none of its classes when it refuses those it is less sure of than a bar.</summary>
/// <param name="Bar">The bar, chosen on texts that are not measured here.</param>
/// <param name="InScopeAccuracy">The share of the texts with a class that were not refused and got their class.</param>
/// <param name="OutOfScopeRecall">The share of the texts without a class that were refused.</param>
public sealed record ScopeReport(float Bar, double InScopeAccuracy, double OutOfScopeRecall);
