using Samantha.Modeling;
using Samantha.Modeling.Checkpoints;
using Samantha.Modeling.Decoders;
using Samantha.Modeling.Tokenization;
using Samantha.Modeling.Tokenization.Training;
using Samantha.Training.Lessons;

namespace Samantha.Grains.Tests.EndToEnd;

/// <summary>A whole model of some thousand random weights.</summary>
internal static class TinyModel
{
    private static readonly string[] Words = ["when do you open", "we open at eight", "where is the pool", "on the roof", "thanks a lot", "you are welcome"];

    /// <summary>Writes the model with its tokenizer and anchors into a folder that exists.</summary>
    public static void Save(string folder)
    {
        var dialogues = Enumerable.Range(0, 30).Select(Dialogue).ToList();
        var tokenizer = new BpeTrainer(new BpeTrainerOptions
        {
            VocabularySize = 330,
            SpecialTokens = DialogueFormat.SpecialTokens,
            BeginOfSequenceToken = DialogueFormat.BeginOfSequence,
        }).Train(dialogues).WithConfiguration(new TokenizerConfiguration
        {
            BeginOfSequenceToken = DialogueFormat.BeginOfSequence,
            EndOfSequenceToken = DialogueFormat.EndOfSequence,
            PaddingToken = DialogueFormat.Padding,
        });
        using var model = new DecoderModel(new DecoderConfig
        {
            VocabularySize = tokenizer.VocabularySize,
            HiddenSize = 48,
            Layers = 2,
            Heads = 2,
            KeyValueHeads = 1,
            HeadDimension = 24,
            IntermediateSize = 96,
            MaxPositions = 160,
            TieWordEmbeddings = true,
            BeginToken = tokenizer.BeginOfSequenceId,
            EndTokens = [tokenizer.EndOfSequenceId!.Value],
            PaddingToken = tokenizer.PaddingId,
        }).Initialise(1);
        ModelFolder.Write(folder, model);
        tokenizer.Save(folder);
        AnchorFile.Write(folder, dialogues.Distinct().Select(text => new Anchor("dialogues", text)));
    }

    private static string Dialogue(int i) => DialogueFormat.Dialogue(
    [
        new DialogueTurn(Speaker.User, Words[i % Words.Length]),
        new DialogueTurn(Speaker.Assistant, Words[(i * 5 + i / 6) % Words.Length]),
    ]);
}
