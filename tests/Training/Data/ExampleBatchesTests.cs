using FsCheck;
using FsCheck.Fluent;
using Samantha.Training.Data;

namespace Samantha.Training.Tests.Data;

public sealed class ExampleBatchesTests
{
    private static readonly MixtureOptions Options = new() { RowLength = 32, BatchTokens = 128, Seed = 4 };

    [Fact]
    public void Epoch_AnyExamples_HoldsEachRowOnceAndKeepsToSizes()
    {
        Prop.ForAll(Gen.Choose(1, 32).NonEmptyListOf().ToArbitrary(), lengths =>
        {
            var examples = lengths.Select((length, i) => new TokenExample([.. Enumerable.Repeat(i + 1, length)], [.. Enumerable.Repeat((long)i, length)])).ToList();
            var batches = new ExampleBatches(examples, Options, 0).Epoch(2);

            batches.ShouldAllBe(batch => batch.Rows * batch.Length <= 128);
            batches.Sum(batch => batch.Predicted).ShouldBe(lengths.Sum());
            batches.Sum(batch => batch.Tokens).ShouldBe(lengths.Sum());
            var first = batches.SelectMany(batch => Enumerable.Range(0, batch.Rows).Select(row => batch.Inputs[row * batch.Length])).Order();
            first.ShouldBe(Enumerable.Range(1, examples.Count).Select(id => (long)id));
            batches.SelectMany(batch => batch.Inputs.Zip(batch.Labels)).ShouldAllBe(pair => pair.First == 0 ? pair.Second == TokenBatch.Ignored : pair.Second == pair.First - 1);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Epoch_OtherNumber_IsAnotherOrderOfTheSame()
    {
        var examples = Enumerable.Range(0, 60).Select(i => new TokenExample([i, i], [i, i])).ToList();
        var batches = new ExampleBatches(examples, Options, 0);
        batches.Epoch(0)[0].Inputs.ShouldBe(batches.Epoch(0)[0].Inputs);
        batches.Epoch(0)[0].Inputs.ShouldNotBe(batches.Epoch(1)[0].Inputs);
    }

    [Fact]
    public void Constructor_NothingOrNoRoom_Throws()
    {
        Should.Throw<ArgumentException>(() => new ExampleBatches([], Options, 0));
        Should.Throw<ArgumentException>(() => new ExampleBatches([new TokenExample([1], [1])], Options with { BatchTokens = 8 }, 0));
    }
}
