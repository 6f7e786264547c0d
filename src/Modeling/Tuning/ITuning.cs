using Samantha.Modeling.Layers;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Samantha.Modeling.Tuning;

/// <summary>
/// A way to hold what a decoder learns: in its own weights, or in few parameters beside them. Disposing takes it off the
/// decoder, whose own parameters learn again then.
/// </summary>
public interface ITuning : ICheckpointed, IDisposable
{
    /// <summary>What training learns, always in one order.</summary>
    IEnumerable<Parameter> Parameters { get; }

    /// <summary>What it costs.</summary>
    TuningCost Cost { get; }

    /// <summary>Whether what was learned can become part of the decoder's own weights.</summary>
    bool CanMerge => Cost.Served == 0 && Cost.Positions == 0;

    /// <summary>Whether training draws random numbers.</summary>
    bool HasDropout => false;

    /// <summary>Makes what was learned part of the decoder's own weights.</summary>
    /// <exception cref="InvalidOperationException">It cannot be: see <see cref="CanMerge"/>.</exception>
    void Merge();

    /// <summary>What training adds to its loss, a scalar with a graph; null where there is nothing.</summary>
    Tensor? Penalty() => null;

    /// <summary>Writes into a folder what training depends on beside the parameters.</summary>
    void SaveState(string folder)
    {
    }

    /// <summary>Reads what <see cref="SaveState"/> wrote.</summary>
    /// <exception cref="Checkpoints.CheckpointException">It is missing or damaged.</exception>
    void LoadState(string folder)
    {
    }

    /// <summary>Is told after each step of the optimizer, while the step's gradients are still there.</summary>
    void Stepped()
    {
    }
}
