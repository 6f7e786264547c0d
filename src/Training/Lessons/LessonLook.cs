namespace Samantha.Training.Lessons;

/// <summary>What a look at the model says.</summary>
/// <param name="Learned">Whether what is new is learned and nothing earlier is lost.</param>
/// <param name="HeldOutLoss">The loss of the new answers to questions in words that were held out, in nats a token, if there are any.</param>
/// <param name="Lost">The earlier lessons that are lost.</param>
internal readonly record struct LessonLook(bool Learned, double? HeldOutLoss, int[] Lost);
