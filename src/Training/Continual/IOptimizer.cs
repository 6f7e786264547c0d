namespace Samantha.Training.Continual;

/// <summary>Changes the parameters that it was made for by their gradients.</summary>
public interface IOptimizer : IDisposable
{
    /// <summary>Forgets the gradients.</summary>
    void Clear();

    /// <summary>Takes one step.</summary>
    void Step();
}
