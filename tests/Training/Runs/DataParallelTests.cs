using Samantha.Modeling.Decoders;
using Samantha.Training.Data;
using Samantha.Training.Runs;
using TorchSharp;

namespace Samantha.Training.Tests.Runs;

public sealed class DataParallelTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Differentiate_AnyThreads_GivesTheGradientOfTheMeanLoss(int threads)
    {
        using var model = TinyModel.Create();
        var batches = Batches();
        var predicted = batches.Sum(batch => batch.Predicted);
        var total = 0.0;
        foreach (var batch in batches)
        {
            using var scope = torch.NewDisposeScope();
            var loss = model.Loss(Ids(batch.Inputs, batch), Ids(batch.Labels, batch), reduction: torch.nn.Reduction.Sum).mul(1.0 / predicted);
            loss.backward();
            total += loss.item<float>();
        }

        var expected = Gradients(model);
        foreach (var parameter in model.parameters())
            parameter.grad = null;

        new DataParallel(Objective(model), threads).Differentiate(batches).ShouldBe(total, 1e-5);

        foreach (var (gradient, reference) in Gradients(model).Zip(expected))
            gradient.Zip(reference).Max(pair => Math.Abs(pair.First - pair.Second)).ShouldBeLessThan(1e-5f);
    }

    [Fact]
    public void Differentiate_SameThreads_GivesTheSameBits()
    {
        using var model = TinyModel.Create();
        var parallel = new DataParallel(Objective(model), 3);
        parallel.Differentiate(Batches());
        var first = Gradients(model);
        for (var again = 0; again < 5; again++)
        {
            parallel.Differentiate(Batches());
            Gradients(model).ShouldBe(first);
        }
    }

    private static DecoderObjective Objective(DecoderModel model) => new(model, TinyModel.Tokenizer, () => null);

    private static List<TokenBatch> Batches()
    {
        using var cache = new TemporaryFolder();
        var source = new TokenCache(cache.Path, TinyModel.Tokenizer).Get(new TextSource("t", 1, () => TinyModel.Dialogues(24).Select(text => new Document(text))));
        return [.. new Mixture([source], new MixtureOptions { RowLength = 64, BatchTokens = 128, Seed = 3 }, TinyModel.Tokenizer.PaddingId!.Value).Epoch(0).Take(5)];
    }

    private static torch.Tensor Ids(long[] ids, TokenBatch batch) => torch.tensor(ids, [batch.Rows, batch.Length]);

    private static List<float[]> Gradients(DecoderModel model) => [.. model.parameters().Select(parameter => parameter.grad!.data<float>().ToArray())];
}
