using static TorchSharp.torch;

namespace Samantha.Training.Lessons;

/// <summary>Everything that a session adds to the loss of its steps.</summary>
/// <param name="losses">The parts, which it owns.</param>
internal sealed class AddedLosses(IReadOnlyList<IAddedLoss> losses) : IDisposable
{
    public bool CanResume => losses.All(loss => loss.CanResume);

    /// <summary>Adds the gradients of a step.</summary>
    /// <returns>The sum of the losses.</returns>
    public double Backward(int step)
    {
        var sum = 0.0;
        foreach (var loss in losses)
        {
            using var scope = NewDisposeScope();
            if (loss.Of(step) is not { } added)
                continue;
            added.backward();
            sum += added.item<float>();
        }

        return sum;
    }

    public void Stepped(int step)
    {
        foreach (var loss in losses)
            loss.Stepped(step);
    }

    public void Dispose()
    {
        foreach (var loss in losses)
            loss.Dispose();
    }
}
