using Samantha.Contracts.Inference;
using Samantha.Contracts.Models;

namespace Samantha.Grains.Inference;

/// <summary>What a worker asks of the engine that computes for it. Safe for several threads.</summary>
public interface IReplyEngine
{
    /// <summary>The device it computes on.</summary>
    string Device { get; }

    /// <summary>The version it serves; null before the first.</summary>
    string? CurrentVersion { get; }

    /// <summary>Every version it holds in memory.</summary>
    IReadOnlyList<string> LoadedVersions { get; }

    /// <summary>How busy it is.</summary>
    EngineLoad Load { get; }

    /// <summary>A version did harm while it served: replies that are no numbers, or that fail.</summary>
    event EventHandler<VersionHarm>? VersionHarmed;

    /// <summary>Continues a dialogue. Problems are thrown as those of <see cref="IInferenceWorkerGrain.Generate"/>.</summary>
    IAsyncEnumerable<GenerationEvent> Generate(GenerationRequest request, CancellationToken cancellationToken);

    /// <summary>Loads a version beside the served one.</summary>
    Task Prepare(string version, CancellationToken cancellationToken);

    /// <summary>Serves a prepared version from the next request on.</summary>
    void Swap(string version);

    /// <summary>Drops what is kept of a conversation.</summary>
    void Forget(string conversation);
}
