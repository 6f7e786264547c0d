using System.Diagnostics;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using Orleans;
using Orleans.Concurrency;
using Orleans.Placement;
using Orleans.Runtime;
using Samantha.Contracts.Inference;
using Samantha.Contracts.Models;
using Samantha.Grains.Telemetry;

namespace Samantha.Grains.Inference;

/// <summary>
/// Stands for one engine. Reentrant: the engine orders its requests itself, and a swap must not wait for a reply.
/// </summary>
[Reentrant]
[PreferLocalPlacement]
[KeepAlive]
internal sealed class InferenceWorkerGrain(IReplyEngines engines, ILogger<InferenceWorkerGrain> logger) : Grain, IInferenceWorkerGrain
{
    private IReplyEngine _engine = null!;

    private string Worker => this.GetPrimaryKeyString();

    private IRolloutGrain Rollout => GrainFactory.GetGrain<IRolloutGrain>(IModelRegistryGrain.DefaultKey);

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _engine = engines.Of(Worker);
        var version = await Rollout.Join(Worker);
        await _engine.Prepare(version, cancellationToken);
        _engine.Swap(version);
        _engine.VersionHarmed += OnVersionHarmed;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        _engine.VersionHarmed -= OnVersionHarmed;
        return Task.CompletedTask;
    }

    public async IAsyncEnumerable<GenerationEvent> Generate(GenerationRequest request, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using var span = CallTrace.Start("generate", ActivityKind.Server);
        span?.SetTag("gen_ai.operation.name", "chat").SetTag("samantha.worker", Worker).SetTag("samantha.device", _engine.Device);
        await foreach (var generated in _engine.Generate(request, cancellationToken))
        {
            if (generated.Finish is not null)
                Note(span, generated);
            yield return generated;
        }
    }

    public Task Prepare(string version) => _engine.Prepare(version, CancellationToken.None);

    public async Task Swap(string version)
    {
        if (_engine.CurrentVersion == version)
            return;
        await _engine.Prepare(version, CancellationToken.None);
        _engine.Swap(version);
        logger.LogInformation("Worker {Worker} serves {Version}", Worker, version);
    }

    public Task Forget(string conversation)
    {
        _engine.Forget(conversation);
        return Task.CompletedTask;
    }

    public Task<WorkerStatus> Status()
    {
        var load = _engine.Load;
        return Task.FromResult(new WorkerStatus(Worker, _engine.Device, _engine.CurrentVersion, _engine.LoadedVersions, load.Active, load.Waiting, load.Capacity));
    }

    private static void Note(Activity? span, GenerationEvent last) => span?
        .SetTag("gen_ai.response.model", last.Version)
        .SetTag("gen_ai.usage.input_tokens", last.Usage?.PromptTokens)
        .SetTag("gen_ai.usage.output_tokens", last.Usage?.ReplyTokens);

    // Raised by the engine's threads.
    private void OnVersionHarmed(object? sender, VersionHarm harm) => _ = Report(harm);

    private async Task Report(VersionHarm harm)
    {
        logger.LogWarning("Version {Version} did harm on worker {Worker}: {Reason}", harm.Version, Worker, harm.Reason);
        try
        {
            await Rollout.ReportHarm(Worker, harm.Version, harm.Reason);
        }
        catch (Exception error)
        {
            logger.LogError("The harm of {Version} could not be reported: {Error}", harm.Version, error.GetType().Name);
        }
    }
}
