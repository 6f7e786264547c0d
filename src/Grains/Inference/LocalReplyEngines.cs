using System.Diagnostics.Metrics;
using Samantha.Contracts.Problems;
using Samantha.Grains.Models;
using Samantha.Inference;
using TorchSharp;

namespace Samantha.Grains.Inference;

/// <summary>One engine on one device of this process.</summary>
public sealed class LocalReplyEngines : IReplyEngines, IComputePriority, IAsyncDisposable
{
    private readonly InferenceEngine _engine;
    private readonly LocalReplyEngine _replies;
    private readonly string _worker;

    /// <param name="store">Where versions are.</param>
    /// <param name="silo">The silo's name; with the device's it names the worker.</param>
    /// <param name="device">Where to compute; the CPU by default.</param>
    /// <param name="options">The engine's bounds.</param>
    /// <param name="time">The clock.</param>
    /// <param name="meters">Makes the engine's meter, that of the service; without, it is the process's.</param>
    public LocalReplyEngines(
        IModelStore store, string silo = "silo", torch.Device? device = null, InferenceEngineOptions? options = null, TimeProvider? time = null, IMeterFactory? meters = null)
    {
        options ??= new InferenceEngineOptions();
        device ??= torch.CPU;
        _engine = new InferenceEngine(new StoreVersionLocator(store), options, device, time, meters);
        _replies = new LocalReplyEngine(_engine, store, device.ToString(), options.MaxActiveSequences);
        _worker = $"{silo}/{device}";
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> Workers => [_worker];

    /// <inheritdoc/>
    public ServingPressure Pressure => _engine.Pressure;

    /// <inheritdoc/>
    public IReplyEngine Of(string worker) => worker == _worker
        ? _replies
        : throw new WorkerGoneException($"This silo has no worker '{worker}'. Ask for one that joined the rollout.");

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _engine.DisposeAsync();
}
