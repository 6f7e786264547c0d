namespace Samantha.Training.Lessons;

/// <summary>Whether a model gives an answer.</summary>
/// <param name="Said">Whether greedy decoding says exactly the answer.</param>
/// <param name="LeastProbability">The probability of the answer's least likely token.</param>
/// <param name="Loss">The mean loss of its tokens, in nats.</param>
internal readonly record struct AnswerResult(bool Said, double LeastProbability, double Loss);
