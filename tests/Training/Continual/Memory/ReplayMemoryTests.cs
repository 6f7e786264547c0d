using FsCheck;
using FsCheck.Fluent;
using Samantha.Training.Continual.Memory;
using Samantha.Training.Data;

namespace Samantha.Training.Tests.Continual.Memory;

public sealed class ReplayMemoryTests
{
    [Fact]
    public void Offer_AnyStream_KeepsNoMoreThanItMayAndOnlyWhatItSaw()
    {
        Prop.ForAll(Gen.Choose(0, 12).Zip(Gen.Choose(0, 5).ListOf()).ToArbitrary(), given =>
        {
            var (capacity, groups) = given;
            return new IReplayMemory<(int Item, int Group)>[]
            {
                new ReservoirMemory<(int, int)>(capacity, new SplitMix64(1)),
                new BalancedMemory<(int Item, int Group)>(capacity, item => item.Group, new SplitMix64(1)),
            }.All(memory =>
            {
                var shown = groups.Select((group, i) => (i, group)).ToList();
                shown.ForEach(memory.Offer);
                return memory.Items.Count == Math.Min(capacity, shown.Count) && memory.Items.Distinct().Count() == memory.Items.Count && memory.Items.All(shown.Contains);
            });
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Offer_BalancedMemory_GivesEveryGroupItsShareOrAllItHas()
    {
        Prop.ForAll(Gen.Choose(1, 20).Zip(Gen.Choose(0, 3).NonEmptyListOf()).ToArbitrary(), given =>
        {
            var (capacity, groups) = given;
            var memory = new BalancedMemory<(int Item, int Group)>(capacity, item => item.Group, new SplitMix64(2));
            foreach (var (i, group) in groups.Index())
                memory.Offer((i, group));
            var kept = memory.Items.CountBy(item => item.Group).ToDictionary();
            var most = kept.Values.Max();
            // Whoever has less than another by more than one showed no more.
            return groups.CountBy(group => group).All(group => kept.GetValueOrDefault(group.Key) is var count && (count >= most - 1 || count == group.Value));
        }).QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Offer_ManyStreams_KeepsEarlyAndLateEquallyOften(bool balanced)
    {
        const int length = 40, capacity = 10, streams = 4000;
        var counts = new int[length];
        for (var seed = 0; seed < streams; seed++)
        {
            IReplayMemory<int> memory = balanced
                ? new BalancedMemory<int>(capacity, _ => 0, new SplitMix64(seed))
                : new ReservoirMemory<int>(capacity, new SplitMix64(seed));
            for (var i = 0; i < length; i++)
                memory.Offer(i);
            foreach (var item in memory.Items)
                counts[item]++;
        }

        // A thousand each, give or take five standard deviations.
        counts.ShouldAllBe(count => Math.Abs(count - streams * capacity / length) < 137);
    }

    [Fact]
    public void Draw_AnyCount_GivesDistinctItems()
    {
        Prop.ForAll(Gen.Choose(0, 30).Two().ToArbitrary(), given =>
        {
            var (held, asked) = given;
            var memory = new ReservoirMemory<int>(100, new SplitMix64(1));
            for (var i = 0; i < held; i++)
                memory.Offer(i);
            var drawn = memory.Draw(asked, new SplitMix64(held, asked));
            return drawn.Count == Math.Min(held, asked) && drawn.Distinct().Count() == drawn.Count;
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Draw_Often_ReachesEveryItemEquallyOften()
    {
        var memory = new ReservoirMemory<int>(10, new SplitMix64(1));
        for (var i = 0; i < 10; i++)
            memory.Offer(i);
        var random = new SplitMix64(5);
        var counts = Enumerable.Range(0, 10_000).SelectMany(_ => memory.Draw(3, random)).CountBy(item => item).ToDictionary();
        counts.Values.ShouldAllBe(count => Math.Abs(count - 3_000) < 230);
    }

    [Fact]
    public void Constructor_NegativeCapacity_Throws()
    {
        Should.Throw<ArgumentOutOfRangeException>(() => new ReservoirMemory<int>(-1, new SplitMix64(1)));
        Should.Throw<ArgumentOutOfRangeException>(() => new BalancedMemory<int>(-1, item => item, new SplitMix64(1)));
    }
}
