using System.Text;
using Samantha.Modeling.Decoders;
using Samantha.Training.Data;
using Samantha.Training.Evaluation;
using TorchSharp;

namespace Samantha.Training.Tests.Evaluation;

public sealed class LanguageEvaluatorTests
{
    [Fact]
    public void Score_EqualLogits_IsTheLogarithmOfTheVocabulary()
    {
        // Without any weights all tokens are equally likely.
        using var model = TinyModel.Create();
        Zero(model);
        var texts = TinyModel.Dialogues(5);
        var score = new LanguageEvaluator(TinyModel.Tokenizer).Score(model, texts);

        foreach (var (text, document) in texts.Zip(score.Documents))
        {
            document.Tokens.ShouldBe(TinyModel.Tokenizer.EncodeLiteral(text).Length);
            document.Bytes.ShouldBe(Encoding.UTF8.GetByteCount(text));
            document.Bits.ShouldBe(document.Tokens * Math.Log2(TinyModel.Tokenizer.VocabularySize), 1e-2);
        }

        score.Perplexity.ShouldBe(TinyModel.Tokenizer.VocabularySize, 0.1);
    }

    [Fact]
    public void Bits_EqualLogits_CountLabelsAlone()
    {
        using var model = TinyModel.Create();
        Zero(model);
        long[] labels = [TokenBatch.Ignored, 7, TokenBatch.Ignored, TokenBatch.Ignored, TokenBatch.Ignored, 9];
        var batch = new TokenBatch(2, 3, [1, 7, 8, 1, 5, 9], labels, 2);
        LanguageEvaluator.Bits(model, [batch, batch]).ShouldBe(4 * Math.Log2(TinyModel.Tokenizer.VocabularySize), 1e-3);
    }

    [Fact]
    public void Score_Batches_DoNotMatter()
    {
        using var model = TinyModel.Create();
        var texts = TinyModel.Dialogues(9);
        var together = new LanguageEvaluator(TinyModel.Tokenizer, 4096).Score(model, texts);
        var apart = new LanguageEvaluator(TinyModel.Tokenizer, 1).Score(model, texts);
        foreach (var (one, other) in together.Documents.Zip(apart.Documents))
            one.Bits.ShouldBe(other.Bits, 1e-2);
    }

    [Fact]
    public void Score_LongDocument_CountsEachTokenOnce()
    {
        using var model = new DecoderModel(TinyModel.Config with { MaxPositions = 16 }).Initialise(1);
        var text = string.Concat(TinyModel.Dialogues(6));
        var score = new LanguageEvaluator(TinyModel.Tokenizer).Score(model, [text]);
        score.Documents[0].Tokens.ShouldBe(TinyModel.Tokenizer.EncodeLiteral(text).Length);
    }

    [Fact]
    public void Score_TrainingMode_IsKept()
    {
        using var model = TinyModel.Create();
        model.train();
        new LanguageEvaluator(TinyModel.Tokenizer).Score(model, ["user: hi\n"]);
        model.training.ShouldBeTrue();
    }

    [Fact]
    public void BitsPerByte_Documents_IsAllBitsOverAllBytes() =>
        new LanguageScore([new DocumentScore(10, 5, 3), new DocumentScore(2, 7, 1)]).BitsPerByte.ShouldBe(1.0);

    private static void Zero(DecoderModel model)
    {
        using var ungraded = torch.no_grad();
        foreach (var parameter in model.parameters())
            parameter.zero_();
    }
}
