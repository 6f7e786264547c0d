using Microsoft.Extensions.Logging.Abstractions;
using Samantha.Grains.Models;
using Samantha.Modeling.Checkpoints;
using Samantha.Modeling.Decoders;
using Samantha.Modeling.Tokenization;
using Samantha.Silo.Storage.Models;
using static TorchSharp.torch;

namespace Samantha.Benchmarks.Clusters;

/// <summary>
/// Versions that a cluster finds in its store as if its gate had let them pass: the platform's base, changed. They speak
/// its language, so whatever shows only while they serve shows there first.
/// </summary>
internal static class CandidateModels
{
    private const int LayersOfSlow = 48;

    private static string Base => Path.Combine(Checkout.Root, "models", "samantha-base");

    /// <summary>As good as the base, with other weights: each is moved by a thousandth.</summary>
    public static Task<string> AddSimilarAsync(string store, long sequence) => AddAsync(store, sequence, "similar", () =>
    {
        var model = ModelFolder.LoadDecoder(Base);
        using var ungraded = no_grad();
        using var scope = NewDisposeScope();
        foreach (var (_, weights) in model.named_parameters())
            weights.add_(weights * randn_like(weights), 1e-3);
        return model;
    });

    /// <summary>Eight times as deep as the base, at random: every token takes eight times as long, and says nothing.</summary>
    public static Task<string> AddSlowAsync(string store, long sequence) => AddAsync(store, sequence, "slow", () =>
    {
        using var model = ModelFolder.LoadDecoder(Base);
        return new DecoderModel(model.Config with { Layers = LayersOfSlow }).Initialise(sequence);
    });

    /// <summary>The base, but for what it makes of one common word: no number. It loads and warms up without a complaint.</summary>
    public static Task<string> AddErringAsync(string store, long sequence) => AddAsync(store, sequence, "erring", () =>
    {
        using var ungraded = no_grad();
        using var scope = NewDisposeScope();
        using var model = ModelFolder.LoadDecoder(Base);
        // Untied, or every output would show it.
        var erring = new DecoderModel(model.Config with { TieWordEmbeddings = false }).Initialise(sequence);
        var sources = model.named_parameters().ToDictionary(weights => weights.name, weights => weights.parameter);
        foreach (var (name, weights) in erring.named_parameters())
            weights.copy_(sources[name == "lm_head" ? "embed_tokens" : name]);
        var word = HuggingFaceTokenizer.Load(Base).Encode(" the", addSpecialTokens: false).Ids[0];
        erring.named_parameters().Single(weights => weights.name == "embed_tokens").parameter.select(0, word).fill_(float.NaN);
        return erring;
    });

    private static async Task<string> AddAsync(string store, long sequence, string strategy, Func<DecoderModel> make)
    {
        using var scratch = Checkout.NewScratch(strategy);
        var folder = Path.Combine(scratch.Folder, "model");
        using (var model = make())
            ModelFolder.Save(folder, model, addFiles: HuggingFaceTokenizer.Load(Base).Save);
        var candidate = new ModelCandidate(folder, null, strategy, sequence, new Dictionary<string, double>(), [], null, Rejection: null);
        var manifest = await new FolderModelStore(store, TimeProvider.System, NullLogger<FolderModelStore>.Instance).Publish(candidate, sequence);
        return manifest.Id;
    }
}
