namespace Samantha.Grains.Inference;

/// <summary>The engines of this silo, one per device.</summary>
public interface IReplyEngines
{
    /// <summary>The keys of this silo's workers.</summary>
    IReadOnlyList<string> Workers { get; }

    /// <summary>The engine of a worker.</summary>
    /// <exception cref="Contracts.Problems.WorkerGoneException">This silo has no such worker.</exception>
    IReplyEngine Of(string worker);
}
