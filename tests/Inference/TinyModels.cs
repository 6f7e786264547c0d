using Samantha.Inference.Versions;
using Samantha.Modeling.Checkpoints;
using Samantha.Modeling.Decoders;
using Samantha.Modeling.Tokenization;
using Samantha.Modeling.Tokenization.Training;
using static TorchSharp.torch;

namespace Samantha.Inference.Tests;

/// <summary>Models of some thousand random weights that compute in microseconds.</summary>
internal static class TinyModels
{
    public const int Context = 96;

    public static HuggingFaceTokenizer Tokenizer { get; } = MakeTokenizer();

    public static DecoderConfig Config { get; } = new()
    {
        VocabularySize = Tokenizer.VocabularySize + 3,
        HiddenSize = 32,
        Layers = 2,
        Heads = 4,
        KeyValueHeads = 2,
        HeadDimension = 8,
        IntermediateSize = 48,
        MaxPositions = Context,
        InitializerRange = 0.3,
        BeginToken = 0,
        EndTokens = [1],
    };

    /// <summary>As <see cref="Config"/>, and its replies never end by themselves.</summary>
    public static DecoderConfig Endless { get; } = Config with { EndTokens = [] };

    /// <summary>The tokenizer without a token that ends a sequence.</summary>
    public static HuggingFaceTokenizer EndlessTokenizer { get; } =
        Tokenizer.WithConfiguration(Tokenizer.Configuration with { EndOfSequenceToken = null });

    public static DecoderModel Model(long seed, DecoderConfig? config = null)
    {
        var model = new DecoderModel(config ?? Endless).Initialise(seed);
        model.eval();
        return model;
    }

    public static LoadedVersion Version(string id, long seed = 1, Func<DecoderModel, IReadOnlyList<DecoderInput>, Tensor>? step = null)
    {
        var model = Model(seed);
        return new LoadedVersion(id, model, EndlessTokenizer, step is null ? null : inputs => step(model, inputs));
    }

    public static void Save(string folder, DecoderModel model) =>
        ModelFolder.Save(folder, model, addFiles: EndlessTokenizer.Save);

    public static InferenceEngine Engine(InferenceEngineOptions? options = null, IVersionLocator? locator = null, TimeProvider? time = null) =>
        new(locator ?? new NoVersions(), (options ?? new InferenceEngineOptions()) with { Seed = options?.Seed ?? 5 }, time: time);

    /// <summary>An engine that serves one version.</summary>
    public static InferenceEngine Serving(LoadedVersion version, InferenceEngineOptions? options = null)
    {
        var engine = Engine(options);
        engine.Adopt(version);
        engine.Swap(version.Id);
        return engine;
    }

    /// <summary>The first greedy tokens after a prompt, each computed from the whole sequence without a cache.</summary>
    public static List<int> GreedyWithoutCache(DecoderModel model, int[] prompt, int count)
    {
        var ids = prompt.ToList();
        using var ungraded = no_grad();
        for (var i = 0; i < count; i++)
        {
            using var scope = NewDisposeScope();
            var logits = model.Forward(tensor(ids.Select(id => (long)id).ToArray()).unsqueeze(0))[0, ids.Count - 1];
            // Special tokens and rows past the vocabulary are forbidden.
            var allowed = logits.narrow(0, 3, Tokenizer.VocabularySize - 3);
            ids.Add(3 + (int)allowed.argmax().item<long>());
        }

        return ids[prompt.Length..];
    }

    private static HuggingFaceTokenizer MakeTokenizer()
    {
        var tokenizer = new BpeTrainer(new BpeTrainerOptions
        {
            VocabularySize = 300,
            MinimumFrequency = 1,
            SpecialTokens = ["<|bos|>", "<|eos|>", "<|pad|>"],
            BeginOfSequenceToken = "<|bos|>",
        }).Train(["user: hello there, how are you today?\nassistant: I am well, thank you. And you?\n"]);
        return tokenizer.WithConfiguration(tokenizer.Configuration with { BeginOfSequenceToken = "<|bos|>", EndOfSequenceToken = "<|eos|>" });
    }

    private sealed class NoVersions : IVersionLocator
    {
        public ValueTask<string> LocateAsync(string version, CancellationToken cancellationToken) =>
            throw new VersionNotFoundException($"There is no version {version}.");
    }
}
