using System.Diagnostics;
using System.Diagnostics.Metrics;
using Samantha.Inference.Caching;
using Samantha.Inference.Sampling;
using Samantha.Inference.Scheduling;
using Samantha.Inference.Telemetry;
using Samantha.Inference.Versions;
using Samantha.Modeling.Checkpoints;
using Samantha.Modeling.Decoders;
using Samantha.Modeling.Tokenization;
using static TorchSharp.torch;

namespace Samantha.Inference;

/// <summary>
/// Writes replies: one engine for one device. One thread computes all replies together, token by token; requests come and
/// go between steps. Several versions of the model may be in memory; each request is answered by one of them, from its
/// first token to its last. Thread-safe.
/// </summary>
public sealed class InferenceEngine : IComputePriority, IDisposable, IAsyncDisposable
{
    /// <summary>The name of the meter that tells what the engine does, and of its source of spans.</summary>
    public const string MeterName = "Samantha.Inference";

    private readonly TimeProvider time;
    private readonly VersionPool versions;
    private readonly CachePool caches;
    private readonly InferenceEngineOptions options;
    private readonly WaitingRoom waiting;
    private readonly Mailbox mailbox = new();
    private readonly EngineMetrics metrics;
    private readonly Scheduler scheduler;
    private readonly CounterRandom seeds;
    private readonly TaskCompletionSource stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long seedsDrawn;
    private int disposed;

    /// <param name="locator">Where versions are that a request names and that are not in memory.</param>
    /// <param name="options">The engine's bounds.</param>
    /// <param name="device">Where to compute; the CPU by default.</param>
    /// <param name="time">The clock of the statistics.</param>
    /// <param name="meters">Makes the meter; by default the engine has its own.</param>
    public InferenceEngine(
        IVersionLocator locator,
        InferenceEngineOptions? options = null,
        Device? device = null,
        TimeProvider? time = null,
        IMeterFactory? meters = null)
    {
        ArgumentNullException.ThrowIfNull(locator);
        this.options = options ??= new InferenceEngineOptions();
        options.Validate();
        this.time = time ?? TimeProvider.System;
        seeds = new CounterRandom(options.Seed ?? Random.Shared.NextInt64());
        device ??= CPU;
        versions = new VersionPool(locator, new VersionLoader(device), options.ModelBytes);
        caches = new CachePool(options.CacheBytes);
        waiting = new WaitingRoom(options.QueueCapacity);
        metrics = new EngineMetrics(meters, this.time);
        scheduler = new Scheduler(options, versions, caches, waiting, metrics, this.time) { Broken = Report };
        metrics.Observe(device.ToString(), options, () => Statistics, () => CurrentVersion);
        new Thread(Run) { Name = "Inference", IsBackground = true }.Start();
    }

    /// <summary>A version that served was found broken. Raised on the thread pool, once for each version.</summary>
    public event EventHandler<VersionFailure>? VersionFailed;

    /// <summary>The version that answers requests that name none; null before the first <see cref="Swap"/>.</summary>
    public string? CurrentVersion => versions.Current;

    /// <summary>The versions in memory, by name.</summary>
    public IReadOnlyList<ResidentVersion> ResidentVersions => versions.Resident;

    /// <inheritdoc/>
    public ServingPressure Pressure => new(waiting.Count, scheduler.Active, scheduler.RecentStep);

    /// <summary>What the engine did so far, and what it holds.</summary>
    public EngineStatistics Statistics => metrics.Statistics(waiting.Count, scheduler.Active, caches.Bytes);

    /// <summary>
    /// Asks for a reply. It is begun at once, whether or not it is read; the version that is current now answers.
    /// </summary>
    /// <param name="request">What to write.</param>
    /// <param name="cancellationToken">
    /// Ends the reply at the next step, with <see cref="FinishReason.Cancelled"/>. Leaving the reading loop does the same.
    /// </param>
    /// <returns>
    /// The tokens as they are written, then one closing element. To be read once, at any pace. Reading throws
    /// <see cref="InferenceException"/> if the reply cannot be written, <see cref="ArgumentException"/> if the prompt is none
    /// for this model, and what <see cref="PrepareAsync"/> throws if a version had to be loaded for it.
    /// </returns>
    /// <exception cref="EngineOverloadedException">Too many requests are waiting.</exception>
    /// <exception cref="ArgumentException">Something in the request is outside its range.</exception>
    /// <exception cref="ObjectDisposedException">The engine was stopped.</exception>
    public IAsyncEnumerable<GeneratedToken> Generate(GenerationRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        ObjectDisposedException.ThrowIf(Volatile.Read(ref disposed) != 0, this);
        request.Validate();
        try
        {
            waiting.Enter();
        }
        catch (EngineOverloadedException)
        {
            metrics.Refused();
            throw;
        }

        var stream = new TokenStream(cancellationToken, NoteCancellation);
        _ = StartAsync(request, stream, time.GetTimestamp(), EngineTraces.Parent);
        return stream;
    }

    /// <summary>
    /// Brings a version into memory and warms it up, on a thread that gives way to requests; then <see cref="Swap"/> to it
    /// takes no time. It stays at least until another is prepared.
    /// </summary>
    /// <param name="version">Its name.</param>
    /// <param name="folder">Its folder.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="CheckpointException">The folder holds no model that can be used; the engine goes on with what it has.</exception>
    /// <exception cref="TokenizerFormatException">The folder holds no tokenizer that can be used.</exception>
    /// <exception cref="BrokenVersionException">The model computes what are no numbers.</exception>
    public Task PrepareAsync(string version, string folder, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(version);
        ArgumentException.ThrowIfNullOrEmpty(folder);
        return versions.PrepareAsync(version, folder, cancellationToken);
    }

    /// <summary>Takes in a version that was made or loaded elsewhere, as if it had been prepared.</summary>
    /// <param name="version">Its name.</param>
    /// <param name="model">The model, on the engine's device; the engine owns it from now on.</param>
    /// <param name="tokenizer">Its tokenizer.</param>
    /// <exception cref="ArgumentException">A version of this name is in memory.</exception>
    /// <exception cref="BrokenVersionException">The model computes what are no numbers.</exception>
    public void Adopt(string version, DecoderModel model, HuggingFaceTokenizer tokenizer)
    {
        ArgumentException.ThrowIfNullOrEmpty(version);
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(tokenizer);
        var loaded = new LoadedVersion(version, model, tokenizer);
        loaded.WarmUp();
        versions.Adopt(loaded);
    }

    /// <summary>
    /// Makes a version in memory the current one. Requests made after this call are answered by it; those made before keep
    /// theirs. Nothing waits and nothing is dropped.
    /// </summary>
    /// <exception cref="VersionNotFoundException">It is not in memory: prepare it first.</exception>
    /// <exception cref="BrokenVersionException">It was found broken.</exception>
    public void Swap(string version)
    {
        ArgumentNullException.ThrowIfNull(version);
        versions.Swap(version);
    }

    /// <summary>Frees what was kept of a conversation: its part of the cache. Replies under way end, then theirs is freed.</summary>
    public void Forget(string conversation)
    {
        ArgumentNullException.ThrowIfNull(conversation);
        mailbox.TryPost(() => scheduler.Forget(conversation));
    }

    /// <summary>Stops after the step under way. Replies that are not complete fail with <see cref="EngineStoppedException"/>.</summary>
    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    /// <inheritdoc cref="Dispose"/>
    public async ValueTask DisposeAsync()
    {
        var isFirst = Interlocked.Exchange(ref disposed, 1) == 0;
        mailbox.Close();
        await stopped.Task.ConfigureAwait(false);
        if (!isFirst)
            return;
        versions.Dispose();
        metrics.Dispose();
    }

    /// <summary>Takes in a version whose steps are watched.</summary>
    internal void Adopt(LoadedVersion version) => versions.Adopt(version);

    private async Task StartAsync(GenerationRequest request, TokenStream stream, long arrival, ActivityContext trace)
    {
        VersionLease? lease = null;
        try
        {
            lease = await versions.RentAsync(request.Version, stream.Cancellation).ConfigureAwait(false);
            var version = lease.Version;
            var prompt = version.Prompts.Encode(request.Prompt, request.MaxTokens, request.Overflow);
            var seed = request.Seed ?? (long)seeds.Bits(Interlocked.Increment(ref seedsDrawn));
            var sequence = new Sequence(request, lease, prompt, seed, stream, arrival, trace);
            if (CacheShape.Of(version.Config).Bytes(sequence.Capacity) > options.CacheBytes)
            {
                throw new PromptTooLongException(
                    $"Prompt and reply take {sequence.Capacity} tokens of cache, which is more than the engine has. Ask for less, or raise {nameof(InferenceEngineOptions.CacheBytes)}.");
            }

            if (!mailbox.TryPost(() => scheduler.Add(sequence)))
                throw new EngineStoppedException();
        }
        catch (Exception error)
        {
            lease?.Dispose();
            waiting.Leave();
            if (stream.Cancellation.IsCancellationRequested)
                Cancel(stream, request);
            else
                stream.Complete(error is OperationCanceledException or ObjectDisposedException ? new EngineStoppedException() : error);
        }
    }

    private void Cancel(TokenStream stream, GenerationRequest request)
    {
        var version = request.Version ?? CurrentVersion ?? "";
        stream.Write(new GeneratedToken(null, "", 0, version, new GenerationEnd(FinishReason.Cancelled, new Usage(0, 0, 0))));
        stream.Complete();
    }

    private void NoteCancellation()
    {
        scheduler.NoteCancellation();
        mailbox.TryPost(static () => { });
    }

    private void Report(BrokenVersionException error) =>
        _ = Task.Run(() => VersionFailed?.Invoke(this, new VersionFailure(error.Version, error)));

    private void Run()
    {
        using var mode = inference_mode();
        while (mailbox.Empty())
        {
            try
            {
                if (!scheduler.Step())
                    mailbox.Wait();
            }
            catch (Exception error)
            {
                // The requests under way are lost; the engine is not.
                scheduler.FailAll(new EngineFaultException(error));
            }
        }

        scheduler.FailAll(new EngineStoppedException());
        caches.Dispose();
        stopped.SetResult();
    }
}
