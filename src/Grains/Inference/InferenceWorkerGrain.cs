using System.Diagnostics;
using System.Runtime.CompilerServices;
using Orleans;
using Orleans.Concurrency;
using Orleans.Placement;
using Orleans.Runtime;
using Samantha.Contracts.Inference;
using Samantha.Grains.Telemetry;

namespace Samantha.Grains.Inference;

/// <summary>
/// Stands for one engine, on the silo that has it: its silo calls it with every beat, and nowhere else can it be activated.
/// Reentrant: the engine orders its requests itself.
/// </summary>
[Reentrant]
[PreferLocalPlacement]
[KeepAlive]
internal sealed class InferenceWorkerGrain(IReplyEngines engines, LocalWorkers workers) : Grain, IInferenceWorkerGrain
{
    private IReplyEngine _engine = null!;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _engine = engines.Of(this.GetPrimaryKeyString());
        return Task.CompletedTask;
    }

    public async IAsyncEnumerable<GenerationEvent> Generate(GenerationRequest request, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using var reading = workers.Read();
        using var span = CallTrace.Start("generate", ActivityKind.Server);
        span?.SetTag("gen_ai.operation.name", "chat").SetTag("samantha.worker", this.GetPrimaryKeyString()).SetTag("samantha.device", _engine.Device);
        await foreach (var generated in _engine.Generate(request, cancellationToken))
        {
            if (generated.Finish is not null)
                Note(span, generated);
            yield return generated;
        }
    }

    public Task Forget(string conversation)
    {
        _engine.Forget(conversation);
        return Task.CompletedTask;
    }

    public Task<WorkerStatus> Status()
    {
        var load = _engine.Load;
        return Task.FromResult(new WorkerStatus(
            this.GetPrimaryKeyString(), _engine.Device, _engine.CurrentVersion, _engine.LoadedVersions, load.Active, load.Waiting, load.Capacity));
    }

    private static void Note(Activity? span, GenerationEvent last) => span?
        .SetTag("gen_ai.response.model", last.Version)
        .SetTag("gen_ai.usage.input_tokens", last.Usage?.PromptTokens)
        .SetTag("gen_ai.usage.output_tokens", last.Usage?.ReplyTokens);
}
