using Samantha.Training.Lessons;

namespace Samantha.Training.Gate;

/// <summary>The lessons that a candidate was to learn, as it is asked for them.</summary>
/// <param name="Plain">As they were taught.</param>
/// <param name="HeldOut">In words that were not trained on.</param>
/// <param name="Answers">The answers' texts.</param>
internal sealed record FreshLessons(IReadOnlyList<LessonExample> Plain, IReadOnlyList<LessonExample> HeldOut, IReadOnlyList<string> Answers);
