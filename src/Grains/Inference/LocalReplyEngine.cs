using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Samantha.Contracts.Conversations;
using Samantha.Contracts.Inference;
using Samantha.Contracts.Models;
using Samantha.Contracts.Problems;
using Samantha.Grains.Models;
using Samantha.Inference;
using Samantha.Modeling;
using FinishReason = Samantha.Contracts.Inference.FinishReason;
using GenerationRequest = Samantha.Contracts.Inference.GenerationRequest;

namespace Samantha.Grains.Inference;

/// <summary>An engine of this process: dialogues to prompts, the engine's tokens to replies, its errors to problems.</summary>
public sealed class LocalReplyEngine : IReplyEngine
{
    private readonly InferenceEngine _engine;
    private readonly IModelStore _store;
    private readonly int _capacity;
    private readonly ConcurrentDictionary<string, VersionText> _texts = new(StringComparer.Ordinal);

    /// <param name="engine">The engine; it stays its owner's.</param>
    /// <param name="store">Where versions are.</param>
    /// <param name="device">The name of the engine's device.</param>
    /// <param name="capacity">How many replies the engine writes at once.</param>
    public LocalReplyEngine(InferenceEngine engine, IModelStore store, string device, int capacity)
    {
        ArgumentNullException.ThrowIfNull(engine);
        _engine = engine;
        _store = store;
        _capacity = capacity;
        Device = device;
        engine.VersionFailed += (_, failure) =>
            VersionHarmed?.Invoke(this, new VersionHarm(failure.Version, "It computed what are no numbers while it served."));
    }

    /// <inheritdoc/>
    public event EventHandler<VersionHarm>? VersionHarmed;

    /// <inheritdoc/>
    public string Device { get; }

    /// <inheritdoc/>
    public string? CurrentVersion => _engine.CurrentVersion;

    /// <inheritdoc/>
    public IReadOnlyList<string> LoadedVersions => _engine.ResidentVersions.Select(version => version.Id).ToArray();

    /// <inheritdoc/>
    public EngineLoad Load => _engine.Pressure is var pressure ? new EngineLoad(pressure.Active, pressure.Waiting, _capacity) : default;

    /// <inheritdoc/>
    public async IAsyncEnumerable<GenerationEvent> Generate(GenerationRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var tokens = (await Start(request, cancellationToken)).GetAsyncEnumerator(cancellationToken);
        var begun = false;
        while (await Next(tokens))
        {
            var token = tokens.Current;
            if (token.End is { Reason: Samantha.Inference.FinishReason.Cancelled })
                throw new OperationCanceledException(cancellationToken);

            // The format puts a space before a reply, which is no part of it.
            var text = begun ? token.Text : token.Text.TrimStart();
            begun |= text.Length > 0;
            if (token.End is { } end)
            {
                var reason = end.Reason == Samantha.Inference.FinishReason.Length ? FinishReason.Length : FinishReason.Stop;
                yield return new GenerationEvent(token.Version, text, reason, new GenerationUsage(end.Usage.PromptTokens, end.Usage.GeneratedTokens), end.Writing);
            }
            else if (text.Length > 0)
            {
                yield return new GenerationEvent(token.Version, text);
            }
        }
    }

    /// <inheritdoc/>
    public async Task Prepare(string version, CancellationToken cancellationToken)
    {
        try
        {
            await _engine.PrepareAsync(version, await _store.Locate(version, cancellationToken), cancellationToken);
            await TextOf(version, cancellationToken);
        }
        catch (Exception error)
        {
            throw EngineProblems.Of(error);
        }
    }

    /// <inheritdoc/>
    public void Swap(string version)
    {
        try
        {
            _engine.Swap(version);
        }
        catch (InferenceException error)
        {
            throw EngineProblems.Of(error);
        }
    }

    /// <inheritdoc/>
    public void Forget(string conversation) => _engine.Forget(conversation);

    private async Task<IAsyncEnumerable<GeneratedToken>> Start(GenerationRequest request, CancellationToken cancellationToken)
    {
        try
        {
            var version = request.Version ?? _engine.CurrentVersion
                ?? throw new ModelUnavailableException("No model version is served yet; try again in a moment.");
            var sampling = request.Sampling;
            var maxTokens = sampling.MaxTokens ?? 256;
            var text = await TextOf(version, cancellationToken);
            // The version is named: between here and the engine another may come to be the current one.
            return _engine.Generate(
                new Samantha.Inference.GenerationRequest
                {
                    Prompt = text.Prompt(request, maxTokens),
                    Sampling = OptionsOf(sampling),
                    MaxTokens = maxTokens,
                    Stop = [DialogueFormat.EndOfTurn, .. sampling.Stop ?? []],
                    Version = version,
                    Seed = sampling.Seed,
                    Conversation = request.Conversation,
                },
                cancellationToken);
        }
        catch (Exception error)
        {
            throw EngineProblems.Of(error);
        }
    }

    private static async Task<bool> Next(IAsyncEnumerator<GeneratedToken> tokens)
    {
        try
        {
            return await tokens.MoveNextAsync();
        }
        catch (Exception error)
        {
            throw EngineProblems.Of(error);
        }
    }

    private async Task<VersionText> TextOf(string version, CancellationToken cancellationToken)
    {
        if (_texts.TryGetValue(version, out var known))
            return known;
        var folder = await _store.Locate(version, cancellationToken);
        // Versions long out of service are not worth their tokenizers.
        if (_texts.Count >= 16)
            _texts.Clear();
        return _texts.GetOrAdd(version, _ => VersionText.Load(folder));
    }

    private static Samantha.Inference.Sampling.SamplingOptions OptionsOf(SamplingSettings sampling) => new()
    {
        Temperature = (float)(sampling.Temperature ?? 1),
        TopK = sampling.TopK ?? 0,
        TopP = (float)(sampling.TopP ?? 1),
        MinP = (float)(sampling.MinP ?? 0),
        RepetitionPenalty = (float)(sampling.RepetitionPenalty ?? 1),
    };
}
