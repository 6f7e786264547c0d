using FsCheck;
using FsCheck.Fluent;
using Samantha.Training.Data;

namespace Samantha.Training.Tests.Data;

public sealed class TokenMaskingTests
{
    private static readonly int[] Special = [.. TinyEncoder.Tokenizer.SpecialTokenIds];
    private static readonly int Mask = TinyEncoder.Tokenizer.MaskId!.Value;

    [Fact]
    public void Apply_AnyBatch_LabelsAShareOfEachRowAndChangesNothingElse()
    {
        Prop.ForAll(Batches.ToArbitrary(), Gen.Choose(0, 1000).ToArbitrary(), (batch, seed) =>
        {
            var before = batch.Inputs.ToArray();
            var masked = Masking().Apply(batch, new SplitMix64(seed));

            batch.Inputs.ShouldBe(before);
            masked.Predicted.ShouldBe(masked.Labels.Count(label => label != TokenBatch.Ignored));
            for (var row = 0; row < batch.Rows; row++)
            {
                var range = Enumerable.Range(row * batch.Length, batch.Length).ToList();
                var ordinary = range.Count(at => !Special.Contains((int)before[at]));
                var labelled = range.Where(at => masked.Labels[at] != TokenBatch.Ignored).ToList();
                labelled.Count.ShouldBe(ordinary == 0 ? 0 : Math.Max(1, (int)Math.Round(ordinary * 0.15)));
                labelled.ShouldAllBe(at => masked.Labels[at] == before[at] && !Special.Contains((int)before[at]));
                range.Except(labelled).ShouldAllBe(at => masked.Inputs[at] == before[at]);
                labelled.ShouldAllBe(at => masked.Inputs[at] == Mask || !Special.Contains((int)masked.Inputs[at]));
            }
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Apply_ManyTokens_MasksReplacesAndKeepsInTheirShares()
    {
        var (masked, replaced, kept, random) = (0, 0, 0, new SplitMix64(5));
        for (var i = 0; i < 200; i++)
        {
            var batch = Masking().Apply(Batch([.. Enumerable.Range(0, 400).Select(_ => 100L + random.Next(200))], 4), random);
            for (var at = 0; at < batch.Inputs.Length; at++)
            {
                if (batch.Labels[at] == TokenBatch.Ignored)
                    continue;
                if (batch.Inputs[at] == Mask)
                    masked++;
                else if (batch.Inputs[at] == batch.Labels[at])
                    kept++;
                else
                    replaced++;
            }
        }

        var all = (double)(masked + replaced + kept);
        (masked / all).ShouldBe(0.8, 0.02);
        (replaced / all).ShouldBe(0.1, 0.02);
        (kept / all).ShouldBe(0.1, 0.02);
    }

    [Fact]
    public void Epoch_SameSeedAndNumber_HidesTheSameTokensElseOthers()
    {
        var source = new Fixed(Batch([.. Enumerable.Range(0, 200).Select(i => 50L + i)], 2));
        MaskedBatches Masked(long seed) => new(source, Masking(), seed);

        Masked(1).Epoch(3)[0].Inputs.ShouldBe(Masked(1).Epoch(3)[0].Inputs);
        Masked(1).Epoch(3)[0].Inputs.ShouldNotBe(Masked(1).Epoch(4)[0].Inputs);
        Masked(1).Epoch(3)[0].Inputs.ShouldNotBe(Masked(2).Epoch(3)[0].Inputs);
    }

    [Theory]
    [InlineData(0, 0.8, 0.1)]
    [InlineData(1, 0.8, 0.1)]
    [InlineData(0.15, 0.8, 0.3)]
    [InlineData(0.15, -0.1, 0.3)]
    public void Constructor_ImpossibleShares_Throws(double share, double masked, double replaced) =>
        Should.Throw<ArgumentException>(() => new TokenMasking(TinyEncoder.Tokenizer, new MaskingOptions { Share = share, Masked = masked, Replaced = replaced }));

    [Fact]
    public void Constructor_NoMask_Throws() =>
        Should.Throw<ArgumentException>(() => new TokenMasking(TinyModel.Tokenizer, new MaskingOptions())).Message.ShouldContain("mask");

    private static Gen<TokenBatch> Batches =>
        from rows in Gen.Choose(1, 4)
        from length in Gen.Choose(1, 40)
        from tokens in Gen.Choose(0, TinyEncoder.Tokenizer.VocabularySize - 1).ArrayOf(rows * length)
        select Batch([.. tokens.Select(token => (long)token)], rows);

    private static TokenMasking Masking() => new(TinyEncoder.Tokenizer, new MaskingOptions());

    private static TokenBatch Batch(long[] inputs, int rows) => new(rows, inputs.Length / rows, inputs, inputs, inputs.Length - rows);

    private sealed class Fixed(TokenBatch batch) : IBatchSource
    {
        public IReadOnlyList<TokenBatch> Epoch(int epoch) => [batch];
    }
}
