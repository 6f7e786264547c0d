namespace Samantha.Grains.Lessons.Cohort;

/// <summary>What lessons are worth beside each other.</summary>
/// <param name="Objections">Of each lesson, in their order, why it is not to be learned; null where it may be.</param>
/// <param name="Trust">Of each author, from 0 to 1.</param>
public sealed record CohortVerdict(IReadOnlyList<Objection?> Objections, IReadOnlyDictionary<long, double> Trust);
