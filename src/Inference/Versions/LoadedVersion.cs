using Samantha.Inference.Prompts;
using Samantha.Inference.Sampling;
using Samantha.Modeling.Decoders;
using Samantha.Modeling.Tokenization;
using static TorchSharp.torch;

namespace Samantha.Inference.Versions;

/// <summary>A model version in memory, with all that answering on it needs. Its weights never change.</summary>
internal sealed class LoadedVersion : IDisposable
{
    private readonly DecoderModel model;
    private readonly Func<IReadOnlyList<DecoderInput>, Tensor> step;
    private readonly HashSet<int> endTokens;

    /// <param name="id">The version's name.</param>
    /// <param name="model">The model, owned from now on.</param>
    /// <param name="tokenizer">Its tokenizer, which may be shared with other versions.</param>
    /// <param name="step">Replaces the model's own step, to watch it.</param>
    public LoadedVersion(string id, DecoderModel model, HuggingFaceTokenizer tokenizer, Func<IReadOnlyList<DecoderInput>, Tensor>? step = null)
    {
        Id = id;
        Tokenizer = tokenizer;
        this.model = model;
        this.step = step ?? model.Step;
        model.eval();
        endTokens = [.. model.Config.EndTokens];
        if (tokenizer.EndOfSequenceId is { } end)
            endTokens.Add(end);
        Forbidden = new ForbiddenTokens(
            [.. tokenizer.SpecialTokenIds.Where(token => !endTokens.Contains(token) && token < model.Config.VocabularySize)],
            tokenizer.VocabularySize);
        Prompts = new PromptEncoder(tokenizer, model.Config.VocabularySize, model.Config.MaxPositions);
        Bytes = model.parameters().Sum(weight => weight.numel() * weight.ElementSize);
    }

    public string Id { get; }

    public HuggingFaceTokenizer Tokenizer { get; }

    public DecoderConfig Config => model.Config;

    public Device Device => model.Device;

    public PromptEncoder Prompts { get; }

    public ForbiddenTokens Forbidden { get; }

    /// <summary>What the weights take.</summary>
    public long Bytes { get; }

    public bool Ends(int token) => endTokens.Contains(token);

    public KeyValueCache NewCache(int capacity) => model.NewCache(capacity);

    /// <summary>Computes new tokens of several sequences.</summary>
    /// <returns>The logits that follow each input's last token, [inputs, vocabulary].</returns>
    public Tensor Step(IReadOnlyList<DecoderInput> inputs) => step(inputs);

    /// <summary>
    /// Runs a prompt and a token through the model, so that the first request pays for nothing: pages, tables, code.
    /// </summary>
    /// <exception cref="BrokenVersionException">What the model computes are no numbers.</exception>
    public void WarmUp()
    {
        using var ungraded = inference_mode();
        using var scope = NewDisposeScope();
        using var cache = NewCache(16);
        int[] prompt = [.. Enumerable.Range(0, 8).Select(token => token % Config.VocabularySize)];
        if (Config.MaxPositions > prompt.Length)
            RequireNumbers(model.Step([new DecoderInput(prompt, cache)]));
        RequireNumbers(model.Step([new DecoderInput(prompt.AsMemory(0, 1), cache)]));
    }

    public void Dispose() => model.Dispose();

    private void RequireNumbers(Tensor logits)
    {
        if (!logits.isfinite().all().item<bool>())
            throw new BrokenVersionException(Id);
    }
}
