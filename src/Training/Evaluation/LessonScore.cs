namespace Samantha.Training.Evaluation;

/// <summary>How well a model answers lessons.</summary>
/// <param name="Asked">How many questions it was asked.</param>
/// <param name="Right">How many of them it answers as taught.</param>
/// <param name="Loss">The mean loss of the answers' tokens, in nats; 0 where nothing was asked.</param>
public readonly record struct LessonScore(int Asked, int Right, double Loss);
