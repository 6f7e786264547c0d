using System.Security.Cryptography;
using System.Text;
using Samantha.Modeling.Checkpoints;
using Samantha.Modeling.Tokenization;
using static TorchSharp.torch;

namespace Samantha.Inference.Versions;

/// <summary>
/// Loads versions from their folders, one at a time, on a low-priority thread. Weights go straight from the file into native
/// memory; versions whose tokenizer files are the same share one tokenizer. Both spare the garbage collector.
/// </summary>
internal sealed class VersionLoader(Device device)
{
    private static readonly string[] TokenizerFiles = [HuggingFaceTokenizer.FileName, TokenizerConfiguration.FileName, "chat_template.jinja"];

    private readonly SemaphoreSlim oneAtATime = new(1);
    private readonly Dictionary<string, WeakReference<HuggingFaceTokenizer>> tokenizers = [];

    /// <summary>Loads a version and warms it up.</summary>
    /// <exception cref="CheckpointException">The folder holds no model that can be used.</exception>
    /// <exception cref="TokenizerFormatException">The folder holds no tokenizer that can be used.</exception>
    /// <exception cref="BrokenVersionException">The model computes what are no numbers.</exception>
    public async Task<LoadedVersion> LoadAsync(string id, string folder, CancellationToken cancellationToken)
    {
        await oneAtATime.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await LowPriorityThread.RunAsync($"Loading {id}", Niceness.Loading, () => Load(id, folder)).ConfigureAwait(false);
        }
        finally
        {
            oneAtATime.Release();
        }
    }

    private LoadedVersion Load(string id, string folder)
    {
        var tokenizer = Tokenizer(folder);
        var model = ModelFolder.LoadCompactDecoder(folder, device);
        try
        {
            if (tokenizer.VocabularySize > model.Config.VocabularySize)
            {
                throw new CheckpointException(
                    folder,
                    $"holds a tokenizer of {tokenizer.VocabularySize} tokens and a model of {model.Config.VocabularySize}.",
                    "Use tokenizer and weights of one and the same model.");
            }

            var version = new LoadedVersion(id, model, tokenizer);
            version.WarmUp();
            return version;
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    // Only ever called by one thread at a time.
    private HuggingFaceTokenizer Tokenizer(string folder)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var name in TokenizerFiles.Where(name => File.Exists(Path.Combine(folder, name))))
        {
            using var file = File.OpenRead(Path.Combine(folder, name));
            hash.AppendData(Encoding.UTF8.GetBytes(name));
            hash.AppendData(SHA256.HashData(file));
        }

        var digest = Convert.ToHexString(hash.GetHashAndReset());
        if (tokenizers.TryGetValue(digest, out var reference) && reference.TryGetTarget(out var known))
            return known;

        var tokenizer = HuggingFaceTokenizer.Load(folder);
        tokenizers[digest] = new WeakReference<HuggingFaceTokenizer>(tokenizer);
        return tokenizer;
    }
}
