using FsCheck;
using FsCheck.Fluent;
using Samantha.Modeling.Decoders;
using Samantha.Training.Data;

namespace Samantha.Training.Tests.Data;

public sealed class MixtureTests
{
    private const int Padding = 60_000;

    [Fact]
    public void Epoch_AnyDocuments_HoldsEachTokenOnce()
    {
        // A lone token predicts nothing and makes no row; documents of two tokens and more leave none.
        Prop.ForAll(Gen.Choose(2, 32).NonEmptyListOf().ToArbitrary(), lengths =>
        {
            var source = Source(1.0, [.. lengths]);
            var tokens = Epoch(source, 0).SelectMany(Real).Order().ToList();
            tokens.ShouldBe(source.Tokens.Select(token => (long)token).Order());
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Epoch_AnyDocuments_KeepsToRowAndBatchSizes()
    {
        Prop.ForAll(Gen.Choose(1, 90).NonEmptyListOf().ToArbitrary(), lengths =>
        {
            foreach (var batch in Epoch(Source(1.0, [.. lengths]), 0))
            {
                batch.Length.ShouldBeLessThanOrEqualTo(32);
                (batch.Rows * batch.Length).ShouldBeLessThanOrEqualTo(128);
                batch.Inputs.Length.ShouldBe(batch.Rows * batch.Length);
            }
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Epoch_Padding_IsNotLabelled()
    {
        foreach (var batch in Epoch(Source(1.0, 3, 9, 30, 12), 0))
        {
            for (var i = 0; i < batch.Inputs.Length; i++)
                batch.Labels[i].ShouldBe(batch.Inputs[i] == Padding ? DecoderModel.IgnoredLabel : batch.Inputs[i]);
            batch.Predicted.ShouldBe(batch.Labels.Count(label => label != DecoderModel.IgnoredLabel) - batch.Rows);
        }
    }

    [Fact]
    public void Epoch_SameNumber_IsTheSame()
    {
        var source = Source(1.0, [.. Enumerable.Range(5, 40)]);
        Epoch(source, 3).Select(batch => batch.Inputs).ShouldBe(Epoch(source, 3).Select(batch => batch.Inputs));
    }

    [Fact]
    public void Epoch_AnotherNumber_HasAnotherOrder()
    {
        var source = Source(1.0, [.. Enumerable.Range(5, 40)]);
        Epoch(source, 0).SelectMany(batch => batch.Inputs).ShouldNotBe(Epoch(source, 1).SelectMany(batch => batch.Inputs));
    }

    [Fact]
    public void Epoch_FractionOfPass_TakesEachDocumentOnceInTheEpochsOfAPass()
    {
        var source = Source(0.25, [.. Enumerable.Repeat(20, 16)]);
        var tokens = Enumerable.Range(0, 4).SelectMany(epoch => Epoch(source, epoch)).SelectMany(Real).ToList();
        tokens.Order().ShouldBe(source.Tokens.Select(token => (long)token).Order());
    }

    [Fact]
    public void Constructor_NoDocuments_Throws() =>
        Should.Throw<ArgumentException>(() => new Mixture([new TokenizedSource("none", 1, [], [0])], new MixtureOptions(), Padding));

    private static IReadOnlyList<TokenBatch> Epoch(TokenizedSource source, int number) =>
        new Mixture([source], new MixtureOptions { RowLength = 32, BatchTokens = 128, PoolBatches = 2, Seed = 7 }, Padding).Epoch(number);

    private static IEnumerable<long> Real(TokenBatch batch) => batch.Labels.Where(label => label != DecoderModel.IgnoredLabel);

    private static TokenizedSource Source(double passes, params int[] lengths)
    {
        var starts = new int[lengths.Length + 1];
        for (var i = 0; i < lengths.Length; i++)
            starts[i + 1] = starts[i] + lengths[i];
        return new TokenizedSource("test", passes, [.. Enumerable.Range(0, starts[^1]).Select(i => (ushort)i)], starts);
    }
}
