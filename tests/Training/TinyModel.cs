using System.Text.Json;
using Samantha.Modeling;
using Samantha.Modeling.Decoders;
using Samantha.Modeling.Tokenization;
using Samantha.Modeling.Tokenization.Training;

namespace Samantha.Training.Tests;

/// <summary>A tokenizer and decoders so small that training one takes a moment.</summary>
internal static class TinyModel
{
    private static readonly string[] Questions = ["where is the pool", "when do you open", "what is for lunch", "who are you", "how much is a room"];
    private static readonly string[] Answers = ["It is on the roof.", "We open at nine.", "There is soup and bread.", "I am the night porter.", "A room is ten coins."];

    private static readonly Lazy<HuggingFaceTokenizer> LazyTokenizer = new(() => new BpeTrainer(new BpeTrainerOptions
    {
        VocabularySize = 340,
        SpecialTokens = DialogueFormat.SpecialTokens,
        BeginOfSequenceToken = DialogueFormat.BeginOfSequence,
    }).Train(Dialogues(32)).WithConfiguration(new TokenizerConfiguration
    {
        BeginOfSequenceToken = DialogueFormat.BeginOfSequence,
        EndOfSequenceToken = DialogueFormat.EndOfSequence,
        PaddingToken = DialogueFormat.Padding,
    }));

    public static HuggingFaceTokenizer Tokenizer => LazyTokenizer.Value;

    public static DecoderConfig Config => new()
    {
        VocabularySize = Tokenizer.VocabularySize,
        HiddenSize = 48,
        Layers = 2,
        Heads = 2,
        KeyValueHeads = 1,
        HeadDimension = 24,
        IntermediateSize = 96,
        MaxPositions = 160,
        TieWordEmbeddings = true,
        BeginToken = Tokenizer.BeginOfSequenceId,
        EndTokens = [Tokenizer.EndOfSequenceId!.Value],
        PaddingToken = Tokenizer.PaddingId,
    };

    public static DecoderModel Create(long seed = 1) => new DecoderModel(Config).Initialise(seed);

    /// <summary>Dialogues of one or two questions with their answers, all different as far as they can be.</summary>
    public static IReadOnlyList<string> Dialogues(int count) =>
        [.. Enumerable.Range(0, count).Select(i => DialogueFormat.Dialogue(
            i % 2 == 0 ? [.. Pair(i)] : [.. Pair(i), .. Pair(i / 2 + 1)]))];

    /// <summary>The same dialogues as lines of a file to fine-tune on.</summary>
    public static IEnumerable<string> Messages(int count) => Enumerable.Range(0, count).Select(i => JsonSerializer.Serialize(new
    {
        messages = Pair(i).Select(turn => new { role = turn.Speaker == Speaker.User ? "user" : "assistant", content = turn.Text }),
    }));

    private static IEnumerable<DialogueTurn> Pair(int i) =>
        [new(Speaker.User, Questions[i % Questions.Length]), new(Speaker.Assistant, Answers[i % Answers.Length])];
}
