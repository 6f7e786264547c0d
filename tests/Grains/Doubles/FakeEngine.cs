using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Samantha.Contracts.Inference;
using Samantha.Contracts.Models;
using Samantha.Contracts.Problems;
using Samantha.Grains.Inference;
using Samantha.Grains.Models;

namespace Samantha.Grains.Tests.Doubles;

/// <summary>An engine that answers "VERSION heard TEXT", word by word, and stops where a test says.</summary>
internal sealed class FakeEngine(IModelStore store) : IReplyEngine
{
    private readonly ConcurrentDictionary<string, bool> _loaded = new();
    private int _active;

    public event EventHandler<VersionHarm>? VersionHarmed;

    public string Device => "fake";

    public string? CurrentVersion { get; private set; }

    public IReadOnlyList<string> LoadedVersions => _loaded.Keys.Order().ToArray();

    public EngineLoad Load => new(_active, 0, 4);

    /// <summary>What was asked, in order.</summary>
    public ConcurrentQueue<GenerationRequest> Requests { get; } = new();

    /// <summary>The conversations that were forgotten.</summary>
    public ConcurrentQueue<string> Forgotten { get; } = new();

    /// <summary>Awaited before the first word of every reply, with its version; what it throws is the reply's error.</summary>
    public Func<string, CancellationToken, Task>? BeforeFirstWord { get; set; }

    /// <summary>Awaited after the first word of every reply.</summary>
    public Func<GenerationRequest, CancellationToken, Task>? AfterFirstWord { get; set; }

    /// <summary>Awaited before a version is loaded.</summary>
    public Func<string, Task>? BeforePrepare { get; set; }

    /// <summary>How long a version computes a reply's second token.</summary>
    public Func<string, TimeSpan> Writing { get; set; } = _ => TimeSpan.FromMilliseconds(10);

    /// <summary>The most replies that were being written at the same moment.</summary>
    public int MostActive { get; private set; }

    public async IAsyncEnumerable<GenerationEvent> Generate(GenerationRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var version = request.Version ?? CurrentVersion ?? throw new ModelUnavailableException("none");
        Requests.Enqueue(request);
        MostActive = Math.Max(MostActive, Interlocked.Increment(ref _active));
        try
        {
            if (BeforeFirstWord is { } hold)
                await hold(version, cancellationToken);
            yield return new GenerationEvent(version, version);
            if (AfterFirstWord is { } wait)
                await wait(request, cancellationToken);
            cancellationToken.ThrowIfCancellationRequested();
            yield return new GenerationEvent(version, $" heard {request.Dialogue[^1].Text}");
            yield return new GenerationEvent(version, "", FinishReason.Stop, new GenerationUsage(request.Dialogue.Count, 2), Writing(version));
        }
        finally
        {
            Interlocked.Decrement(ref _active);
        }
    }

    public async Task Prepare(string version, CancellationToken cancellationToken)
    {
        if (BeforePrepare is { } wait)
            await wait(version);
        await store.Locate(version, cancellationToken);
        _loaded[version] = true;
    }

    public void Swap(string version)
    {
        if (!_loaded.ContainsKey(version))
            throw new VersionNotServableException("It was not prepared.");
        CurrentVersion = version;
    }

    public void Forget(string conversation) => Forgotten.Enqueue(conversation);

    public void DoHarm(string version) => VersionHarmed?.Invoke(this, new VersionHarm(version, "It does harm."));
}
