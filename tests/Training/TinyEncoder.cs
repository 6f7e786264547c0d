using Samantha.Modeling;
using Samantha.Modeling.Encoders;
using Samantha.Modeling.Tokenization;
using Samantha.Modeling.Tokenization.Training;
using Samantha.Training.Data;

namespace Samantha.Training.Tests;

/// <summary>A tokenizer with a mask, and encoders so small that training one takes a moment.</summary>
internal static class TinyEncoder
{
    private static readonly Lazy<HuggingFaceTokenizer> LazyTokenizer = new(() => new BpeTrainer(new BpeTrainerOptions
    {
        VocabularySize = 340,
        SpecialTokens = [DialogueFormat.BeginOfSequence, DialogueFormat.EndOfSequence, DialogueFormat.Padding, TokenMasking.MaskToken],
        BeginOfSequenceToken = DialogueFormat.BeginOfSequence,
    }).Train(TinyModel.Dialogues(32)).WithConfiguration(new TokenizerConfiguration
    {
        BeginOfSequenceToken = DialogueFormat.BeginOfSequence,
        PaddingToken = DialogueFormat.Padding,
        MaskToken = TokenMasking.MaskToken,
    }));

    public static HuggingFaceTokenizer Tokenizer => LazyTokenizer.Value;

    public static int Padding => Tokenizer.PaddingId!.Value;

    public static EncoderModel Create(EncoderHead head = EncoderHead.MaskedLanguage, double dropout = 0) => new EncoderModel(
        new EncoderConfig
        {
            VocabularySize = Tokenizer.VocabularySize,
            HiddenSize = 48,
            Layers = 2,
            Heads = 2,
            IntermediateSize = 96,
            MaxPositions = 96,
            HiddenDropout = dropout,
            AttentionDropout = dropout,
            ClassifierDropout = 0,
            InitializerRange = 0.1,
            PaddingToken = Padding,
        },
        head).Initialise(1);
}
