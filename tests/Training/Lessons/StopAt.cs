using Samantha.Training.Lessons;

namespace Samantha.Training.Tests.Lessons;

/// <summary>Stops a session after a step.</summary>
internal sealed class StopAt(int step, CancellationTokenSource stop) : IProgress<LessonProgress>
{
    public void Report(LessonProgress value)
    {
        if (value.Step == step)
            stop.Cancel();
    }
}
