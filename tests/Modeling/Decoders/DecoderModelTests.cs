using FsCheck;
using FsCheck.Fluent;
using Samantha.Modeling.Decoders;
using TorchSharp;

namespace Samantha.Modeling.Tests.Decoders;

public sealed class DecoderModelTests
{
    private const double Tolerance = 1e-4;

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(17)]
    [InlineData(40)]
    public void Step_InChunks_EqualsForward(int chunk)
    {
        using var scope = torch.NewDisposeScope();
        using var model = TinyModels.Decoder();
        var ids = TinyModels.Ids(40, seed: 1);
        using var cache = model.NewCache(capacity: 1);
        for (var start = 0; start < ids.Length; start += chunk)
        {
            var end = Math.Min(start + chunk, ids.Length);
            var logits = model.Step([new DecoderInput(ids.AsMemory(start..end), cache)]);
            logits.shape.ShouldBe([1, TinyModels.Config.VocabularySize]);
            Fixtures.LargestDifference(logits.ToArray(), Last(model, ids[..end])).ShouldBeLessThan(Tolerance);
            cache.Length.ShouldBe(end);
        }
    }

    [Fact]
    public void Step_SequencesOfAllLengthsTogether_EqualEachAlone()
    {
        using var scope = torch.NewDisposeScope();
        using var model = TinyModels.Decoder();
        var random = new Random(5);
        var texts = Enumerable.Range(0, 5).Select(i => TinyModels.Ids(30, seed: i)).ToList();
        var caches = texts.ConvertAll(_ => model.NewCache(capacity: 2));
        var taken = new int[texts.Count];
        for (var round = 0; round < 6; round++)
        {
            // Some sequences bring a chunk, some a single token, some sit this round out.
            var active = Enumerable.Range(0, texts.Count).Where(_ => random.Next(4) > 0).ToList();
            if (active.Count == 0)
                continue;
            var inputs = new List<DecoderInput>();
            foreach (var i in active)
            {
                var count = random.Next(1, 6);
                inputs.Add(new DecoderInput(texts[i].AsMemory(taken[i], count), caches[i]));
                taken[i] += count;
            }

            var logits = model.Step(inputs);
            for (var row = 0; row < active.Count; row++)
            {
                var i = active[row];
                Fixtures.LargestDifference(logits[row].ToArray(), Last(model, texts[i][..taken[i]])).ShouldBeLessThan(Tolerance);
            }
        }

        caches.ForEach(cache => cache.Dispose());
    }

    [Fact]
    public void Step_AfterTruncate_ContinuesFromThere()
    {
        using var scope = torch.NewDisposeScope();
        using var model = TinyModels.Decoder();
        var ids = TinyModels.Ids(20, seed: 2);
        using var cache = model.NewCache();
        model.Step([new DecoderInput(ids, cache)]);
        cache.Truncate(7);
        var logits = model.Step([new DecoderInput(new[] { 5, 6 }, cache)]);
        Fixtures.LargestDifference(logits.ToArray(), Last(model, [.. ids[..7], 5, 6])).ShouldBeLessThan(Tolerance);
    }

    [Fact]
    public void Step_OnForks_LeavesEachOtherAlone()
    {
        using var scope = torch.NewDisposeScope();
        using var model = TinyModels.Decoder();
        var ids = TinyModels.Ids(9, seed: 2);
        using var cache = model.NewCache(capacity: 10);
        model.Step([new DecoderInput(ids, cache)]);
        using var fork = cache.Fork();
        model.Step([new DecoderInput(new[] { 1, 2, 3 }, fork)]);
        var logits = model.Step([new DecoderInput(new[] { 4 }, cache), new DecoderInput(new[] { 8 }, fork)]);
        Fixtures.LargestDifference(logits[0].ToArray(), Last(model, [.. ids, 4])).ShouldBeLessThan(Tolerance);
        Fixtures.LargestDifference(logits[1].ToArray(), Last(model, [.. ids, 1, 2, 3, 8])).ShouldBeLessThan(Tolerance);
    }

    [Fact]
    public void Step_ThenLoss_TrainsStill()
    {
        using var scope = torch.NewDisposeScope();
        using var model = TinyModels.Decoder();
        using var cache = model.NewCache();
        var logits = model.Step([new DecoderInput(TinyModels.Ids(3, seed: 1), cache)]);
        logits.div_(0.7).requires_grad.ShouldBeFalse();
        model.Loss(TinyModels.Batch(), TinyModels.Batch()).backward();
        model.Weights().ShouldAllBe(weight => weight.Gradient()!.isfinite().all().item<bool>());
    }

    [Fact]
    public void Step_BeyondTheContext_IsRefusedAndChangesNothing()
    {
        using var scope = torch.NewDisposeScope();
        using var model = TinyModels.Decoder(TinyModels.Config with { MaxPositions = 8 });
        using var cache = model.NewCache();
        model.Step([new DecoderInput(TinyModels.Ids(6, seed: 1), cache)]);
        Should.Throw<ArgumentException>(() => model.Step([new DecoderInput(new[] { 1, 2, 3 }, cache)])).Message.ShouldContain("8 tokens");
        cache.Length.ShouldBe(6);
        cache.Remaining.ShouldBe(2);
        model.Step([new DecoderInput(new[] { 1, 2 }, cache)]);
        cache.Remaining.ShouldBe(0);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(97)]
    public void Step_UnknownToken_IsRefused(int token)
    {
        using var model = TinyModels.Decoder();
        using var cache = model.NewCache();
        Should.Throw<ArgumentException>(() => model.Step([new DecoderInput(new[] { token }, cache)])).Message.ShouldContain("vocabulary");
        Should.Throw<ArgumentException>(() => model.Step([new DecoderInput(ReadOnlyMemory<int>.Empty, cache)]));
        cache.Length.ShouldBe(0);
    }

    [Fact]
    public void Forward_Padding_DoesNotLeak() =>
        Prop.ForAll<byte, byte>(PaddingDoesNotLeak).Check(Config.QuickThrowOnFailure.WithMaxTest(20));

    [Fact]
    public void Loss_IgnoredLabels_DoNotCount()
    {
        using var scope = torch.NewDisposeScope();
        using var model = TinyModels.Decoder();
        using var ungraded = torch.no_grad();
        var ids = TinyModels.Batch();
        var labels = ids.clone();
        labels[1].fill_(DecoderModel.IgnoredLabel);
        labels[0, 4] = torch.tensor(DecoderModel.IgnoredLabel);
        var each = model.Loss(ids, ids, reduction: torch.nn.Reduction.None).ToArray();
        var kept = model.Loss(ids, labels, reduction: torch.nn.Reduction.None).ToArray();
        // Ten predictions a row; the one of token 4 of the first row is the fourth.
        float[] expected = [.. each[..3], .. each[4..10], .. each[20..]];
        Fixtures.LargestDifference(kept, expected).ShouldBeLessThan(1e-5);
        model.Loss(ids, labels).item<float>().ShouldBe(expected.Average(), 1e-5f);
        model.Loss(ids, labels, reduction: torch.nn.Reduction.Sum).item<float>().ShouldBe(expected.Sum(), 1e-3f);
    }

    [Fact]
    public void Loss_NothingLabelled_IsRefused()
    {
        using var scope = torch.NewDisposeScope();
        using var model = TinyModels.Decoder();
        var ids = TinyModels.Batch();
        Should.Throw<ArgumentException>(() => model.Loss(ids, torch.full_like(ids, DecoderModel.IgnoredLabel)));
    }

    [Fact]
    public void Initialise_SameSeed_GivesTheSameWeights()
    {
        using var scope = torch.NewDisposeScope();
        using var one = TinyModels.Decoder();
        using var same = TinyModels.Decoder();
        using var other = new DecoderModel(TinyModels.Config).Initialise(seed: 8);
        Weights(same).ShouldBe(Weights(one));
        Weights(other).ShouldNotBe(Weights(one));
    }

    [Fact]
    public void Forward_Dropout_OnlyInTraining()
    {
        using var scope = torch.NewDisposeScope();
        using var model = TinyModels.Decoder(TinyModels.Config with { HiddenDropout = 0.5, AttentionDropout = 0.5 });
        using var plain = TinyModels.Decoder();
        using var ungraded = torch.no_grad();
        var expected = plain.forward(TinyModels.Batch()).ToArray();
        model.forward(TinyModels.Batch()).ToArray().ShouldBe(expected);
        model.train();
        model.forward(TinyModels.Batch()).ToArray().ShouldNotBe(expected);
    }

    [Fact]
    public void Weights_OfAModel_CountAsItsConfigSays()
    {
        foreach (var config in new[]
        {
            TinyModels.Config,
            TinyModels.Config with { TieWordEmbeddings = true, AttentionBias = true, AttentionOutputBias = true, FeedForwardBias = true },
            TinyModels.Config with { QueryKeyNorm = true, HeadDimension = 32 },
            DecoderConfig.FromDepth(2, 50),
        })
        {
            using var model = new DecoderModel(config);
            model.Weights().Sum(weight => weight.Shape.Aggregate(1L, (product, size) => product * size)).ShouldBe(config.ParameterCount());
            model.parameters().Sum(parameter => parameter.numel()).ShouldBe(config.ParameterCount());
        }
    }

    private static void PaddingDoesNotLeak(byte seed, byte left)
    {
        using var scope = torch.NewDisposeScope();
        using var model = TinyModels.Decoder();
        using var ungraded = torch.no_grad();
        var padding = left % 6;
        var text = TinyModels.Ids(6, seed);
        var noise = TinyModels.Ids(padding, seed + 1);
        long[] row = [.. noise, .. text];
        long[] mask = [.. noise.Select(_ => 0L), .. text.Select(_ => 1L)];
        long[] positions = [.. noise.Select(_ => 0L), .. text.Select((_, i) => (long)i)];
        var logits = model.Forward(Row(row), Row(mask), Row(positions));
        logits.isfinite().all().item<bool>().ShouldBeTrue();
        Fixtures.LargestDifference(logits[0][-1].ToArray(), Last(model, text)).ShouldBeLessThan(Tolerance);
    }

    private static torch.Tensor Row(long[] values) => torch.tensor(values, [1, values.Length]);

    private static float[] Last(DecoderModel model, int[] ids)
    {
        using var ungraded = torch.no_grad();
        using var logits = model.forward(Row([.. ids.Select(id => (long)id)]));
        return logits[0][-1].ToArray();
    }

    private static float[] Weights(DecoderModel model) => [.. model.Weights().SelectMany(weight => weight.Value().ToArray())];
}
