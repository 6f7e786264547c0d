using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Samantha.Modeling.Checkpoints;
using Samantha.Modeling.Decoders;
using Samantha.Modeling.Tokenization;
using Samantha.Training.Evaluation;
using TorchSharp;

namespace Samantha.Training.Lessons;

/// <summary>A version with what is measured of it, each thing once as long as memory holds it.</summary>
internal sealed class MeasuredVersion : IDisposable
{
    private const int EvaluationTokens = 1024;

    private readonly LessonMemory memory;
    private readonly LanguageEvaluator evaluator;
    private readonly AnswerCheck check;
    private readonly Lazy<DecoderModel> model;
    private readonly Lazy<FrozenPart>? frozen;
    private readonly string known;

    /// <param name="folder">The version's folder; read when it is needed.</param>
    /// <param name="tokenizer">Its tokenizer.</param>
    /// <param name="memory">Holds what was measured.</param>
    /// <param name="pace">Asked before each pass.</param>
    /// <param name="device">Where to load it; the CPU by default.</param>
    /// <param name="differsLast">
    /// Whether it differs from other versions of its line in its last feed-forward layer alone. What stands before that is shared
    /// with them; and units that add nothing are left out, so that its blocks differ in width.
    /// </param>
    public MeasuredVersion(
        string folder, HuggingFaceTokenizer tokenizer, LessonMemory memory, ITrainingPace? pace = null, torch.Device? device = null, bool differsLast = false)
    {
        Folder = folder;
        this.memory = memory;
        evaluator = new LanguageEvaluator(tokenizer, EvaluationTokens, pace);
        check = new AnswerCheck(pace);
        model = new Lazy<DecoderModel>(() => differsLast ? ModelFolder.LoadCompactDecoder(folder, device) : ModelFolder.LoadDecoder(folder, device));
        Digest = DigestOf(folder);
        // Products of other shapes are rounded otherwise.
        known = differsLast ? $"{Digest} compact" : Digest;
        if (differsLast)
            frozen = new Lazy<FrozenPart>(() => new FrozenPart(Model, memory, pace));
    }

    public string Folder { get; }

    /// <summary>Names its weights.</summary>
    public string Digest { get; }

    /// <summary>The model, in evaluation mode; not to be changed.</summary>
    public DecoderModel Model => model.Value;

    /// <summary>What of it other versions of its line have too.</summary>
    /// <exception cref="InvalidOperationException">They may have nothing of it.</exception>
    public FrozenPart Frozen => frozen?.Value ?? throw new InvalidOperationException("This version shares no part of its model.");

    /// <summary>Which of some answers it gives.</summary>
    public IReadOnlyList<AnswerResult> Answers(IReadOnlyList<LessonExample> examples, CancellationToken cancellationToken) => examples.Count == 0
        ? []
        : memory.Recall($"answers {known} {Of(examples)}", () => frozen is null
            ? check.Check(Model, examples, cancellationToken)
            : check.Check(Model, Frozen, examples, cancellationToken));

    /// <summary>How well it predicts some texts.</summary>
    public LanguageScore Score(IReadOnlyList<string> texts, CancellationToken cancellationToken) =>
        memory.Recall($"score {known} {Of(texts)}", () => frozen is null
            ? evaluator.Score(Model, texts, cancellationToken)
            : evaluator.Score(Model, Frozen, texts, cancellationToken));

    public void Dispose()
    {
        if (model.IsValueCreated)
            model.Value.Dispose();
    }

    private static string DigestOf(string folder)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var files = Directory.EnumerateFiles(folder, "*.safetensors").Append(Path.Combine(folder, ModelFolder.ConfigFile)).Where(File.Exists);
        foreach (var file in files.Order(StringComparer.Ordinal))
        {
            using var stream = File.OpenRead(file);
            hash.AppendData(SHA256.HashData(stream));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static string Of(IReadOnlyList<string> texts)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var text in texts)
        {
            hash.AppendData(BitConverter.GetBytes(text.Length));
            hash.AppendData(Encoding.Unicode.GetBytes(text));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static string Of(IReadOnlyList<LessonExample> examples)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var example in examples)
        {
            hash.AppendData(MemoryMarshal.AsBytes<int>([example.AnswerStart, example.Ids.Length]));
            hash.AppendData(MemoryMarshal.AsBytes<int>(example.Ids));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
