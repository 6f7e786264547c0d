using Parameter = TorchSharp.Modules.Parameter;

namespace Samantha.Training.Lessons;

/// <summary>Decides what the steps of a session are: what is asked, and how the model moves.</summary>
internal interface ILessonSteps : IDisposable
{
    /// <summary>What is learned, always in one order.</summary>
    IReadOnlyList<Parameter> Parameters { get; }

    /// <summary>What a checkpoint keeps beside <see cref="Parameters"/>; null where a session that was stopped begins anew, and makes the same steps.</summary>
    IStepsState? State { get; }

    /// <summary>Sets the model to what <see cref="Parameters"/> say.</summary>
    void Apply();

    /// <summary>Takes a step. Where there is a <see cref="State"/>, one that throws has moved nothing.</summary>
    /// <param name="state">Where learning stands.</param>
    /// <param name="rate">The share of its full length, in [0, 1].</param>
    /// <param name="cancellationToken">Stops between passes.</param>
    /// <returns>The loss of the lessons before the step, and the tokens that passed through the model.</returns>
    (double Loss, int Tokens) Take(LessonState state, double rate, CancellationToken cancellationToken);
}
