using static TorchSharp.torch;

namespace Samantha.Training.Lessons;

/// <summary>What a session adds to the loss of its steps, whatever its strategy.</summary>
internal interface IAddedLoss : IDisposable
{
    /// <summary>Whether it is a function of model and step; else it remembers something that no checkpoint holds.</summary>
    bool CanResume { get; }

    /// <summary>A scalar with a graph, 0 at best; null where there is nothing.</summary>
    Tensor? Of(int step);

    /// <summary>Is told after the step, while its gradients are still there.</summary>
    void Stepped(int step);
}
