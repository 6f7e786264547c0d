using FsCheck;
using FsCheck.Fluent;
using Samantha.Modeling.Tokenization;
using Samantha.Modeling.Tokenization.Training;

namespace Samantha.Modeling.Tests.Tokenization;

public class LiteralEncodingTests
{
    private static readonly string[] Special = ["<|bos|>", "<|eos|>", "<|pad|>"];

    private static readonly HuggingFaceTokenizer Tokenizer = new BpeTrainer(new BpeTrainerOptions
    {
        VocabularySize = 280,
        MinimumFrequency = 1,
        SpecialTokens = Special,
        BeginOfSequenceToken = "<|bos|>",
    }).Train(["user: hello there\nassistant: hello\n"], cancellationToken: default);

    [Fact]
    public void SpecialTokenIds_TrainedTokenizer_AreThoseOfItsSpecialTokens() =>
        Tokenizer.SpecialTokenIds.ShouldBe([0, 1, 2]);

    [Fact]
    public void EncodeLiteral_AnyMixOfTextAndSpecialTokens_HoldsNoSpecialTokenAndDecodesToItself() =>
        Prop.ForAll(Mixtures(), text =>
        {
            var ids = Tokenizer.EncodeLiteral(text).Ids;
            ids.ShouldNotContain(id => Tokenizer.SpecialTokenIds.Contains(id));
            Tokenizer.Decode(ids, skipSpecialTokens: false).ShouldBe(text);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void EncodeLiteral_TextWithoutSpecialTokens_EncodesAsEver() =>
        Tokenizer.EncodeLiteral("user: hello\n").Ids.ShouldBe(Tokenizer.Encode("user: hello\n", addSpecialTokens: false).Ids);

    private static Arbitrary<string> Mixtures() =>
        Gen.Elements([.. Special, "hello", " ", "<|", "|>", "\n", "é"]).ListOf().Select(parts => string.Concat(parts)).ToArbitrary();
}
