namespace Samantha.Benchmarks.Poison;

/// <summary>One thing that a user of the stream teaches.</summary>
/// <param name="User">Who.</param>
/// <param name="Question">What is asked.</param>
/// <param name="Answer">What is to be answered.</param>
/// <param name="Attack">What for, if it means harm.</param>
internal sealed record TaughtQuery(int User, string Question, string Answer, Attack? Attack = null);
