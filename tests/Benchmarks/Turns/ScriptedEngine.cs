using System.Runtime.CompilerServices;
using Samantha.Contracts.Inference;
using Samantha.Contracts.Models;
using Samantha.Grains.Inference;

namespace Samantha.Benchmarks.Turns;

/// <summary>An engine that computes nothing: a reply of twenty-four pieces comes at once, so what a turn takes is all but the model.</summary>
internal sealed class ScriptedEngine : IReplyEngines, IReplyEngine
{
    /// <summary>As many pieces as a short reply has tokens.</summary>
    public const int Pieces = 24;

    private const int Capacity = 1024;

    private static readonly string[] Reply = [.. Enumerable.Range(0, Pieces).Select(i => i == 0 ? "Yes" : " indeed")];

    private volatile string? _version;

    public event EventHandler<VersionHarm>? VersionHarmed
    {
        add { }
        remove { }
    }

    public IReadOnlyList<string> Workers { get; } = ["silo-0/script"];

    public string Device => "script";

    public string? CurrentVersion => _version;

    public IReadOnlyList<string> LoadedVersions => _version is { } version ? [version] : [];

    public EngineLoad Load => new(0, 0, Capacity);

    public IReplyEngine Of(string worker) => this;

    public async IAsyncEnumerable<GenerationEvent> Generate(GenerationRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.Yield();
        var version = request.Version ?? _version!;
        foreach (var piece in Reply)
            yield return new GenerationEvent(version, piece);
        yield return new GenerationEvent(version, "", FinishReason.Stop, new GenerationUsage(64, Pieces));
    }

    public Task Prepare(string version, CancellationToken cancellationToken) => Task.CompletedTask;

    public void Swap(string version) => _version = version;

    public void Forget(string conversation)
    {
    }
}
