namespace Samantha.Training.Lessons;

/// <summary>How far a session is.</summary>
/// <param name="Phase">What it is doing.</param>
/// <param name="Step">Steps done.</param>
/// <param name="Steps">The most steps it will do; it ends earlier when everything is learned.</param>
/// <param name="TokensPerSecond">How fast it trains.</param>
/// <param name="Loss">The loss of the lessons, in nats a token.</param>
/// <param name="HeldOutLoss">The loss of the new answers to questions in words that were held out, in nats a token, where it was measured.</param>
public readonly record struct LessonProgress(LessonPhase Phase, int Step, int Steps, double TokensPerSecond, double Loss, double? HeldOutLoss);
