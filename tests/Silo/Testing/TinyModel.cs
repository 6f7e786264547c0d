using Samantha.Modeling;
using Samantha.Modeling.Checkpoints;
using Samantha.Modeling.Decoders;
using Samantha.Modeling.Tokenization;
using Samantha.Modeling.Tokenization.Training;
using Samantha.Training.Lessons;

namespace Samantha.Testing;

/// <summary>Models of some thousand random weights, in folders as they are served.</summary>
internal static class TinyModel
{
    private static readonly HuggingFaceTokenizer Tokenizer = MakeTokenizer();

    /// <summary>Writes a model folder that does not exist yet. Other seeds make other weights.</summary>
    public static void Save(string folder, long seed)
    {
        using var model = new DecoderModel(new DecoderConfig
        {
            VocabularySize = Tokenizer.VocabularySize,
            HiddenSize = 32,
            Layers = 2,
            Heads = 4,
            KeyValueHeads = 2,
            HeadDimension = 8,
            IntermediateSize = 48,
            MaxPositions = 512,
            InitializerRange = 0.3,
            BeginToken = 0,
            EndTokens = [],
        }).Initialise(seed);
        ModelFolder.Save(folder, model, addFiles: Tokenizer.Save);
    }

    /// <summary>Adds what later versions of the model are held to.</summary>
    public static void SaveAnchors(string folder) => AnchorFile.Write(folder, Enumerable.Range(0, 24).Select(i => new Anchor(
        AnchorSampler.Set,
        DialogueFormat.Dialogue([new DialogueTurn(Speaker.User, $"hello number {i}"), new DialogueTurn(Speaker.Assistant, $"I am well, number {i * i}")]))));

    private static HuggingFaceTokenizer MakeTokenizer()
    {
        var tokenizer = new BpeTrainer(new BpeTrainerOptions
        {
            VocabularySize = 320,
            MinimumFrequency = 1,
            SpecialTokens = [DialogueFormat.BeginOfSequence, "<|eos|>", "<|pad|>"],
            BeginOfSequenceToken = DialogueFormat.BeginOfSequence,
        }).Train(["user: hello there, how are you today?\nassistant: I am well, thank you. And you?\n"]);
        return tokenizer.WithConfiguration(tokenizer.Configuration with { BeginOfSequenceToken = DialogueFormat.BeginOfSequence });
    }
}
