namespace Samantha.Training.Lessons;

/// <summary>A lesson as the model reads it: a prompt and the answer after it.</summary>
/// <param name="Lesson">Which lesson.</param>
/// <param name="Ids">The tokens of both.</param>
/// <param name="AnswerStart">Where the answer begins; its tokens are what is learned.</param>
internal sealed record LessonExample(int Lesson, int[] Ids, int AnswerStart);
