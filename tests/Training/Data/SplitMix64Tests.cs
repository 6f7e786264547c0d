using Samantha.Training.Data;

namespace Samantha.Training.Tests.Data;

public sealed class SplitMix64Tests
{
    // The published reference implementation, seeded with 1234567.
    private static readonly ulong[] Published = [6457827717110365317, 3203168211198807973, 9817491932198370423, 4593380528125082431, 16408922859458223821];

    [Fact]
    public void Next_NoKeys_IsTheSequenceFromZero() =>
        new SplitMix64().Next().ShouldBe(16294208416658607535UL);

    [Fact]
    public void Next_PublishedState_IsThePublishedSequence()
    {
        var random = SplitMix64.FromState(1234567);
        Published.ShouldAllBe(expected => random.Next() == expected);
    }

    [Fact]
    public void Next_Bound_ReachesEveryNumberAboutEquallyOften()
    {
        var random = new SplitMix64(1);
        var counts = new int[7];
        for (var i = 0; i < 70_000; i++)
            counts[random.Next(7)]++;
        counts.ShouldAllBe(count => Math.Abs(count - 10_000) < 500);
    }

    [Fact]
    public void Constructor_OtherKeys_GivesOtherNumbers() =>
        new[] { new SplitMix64(1, 2).Next(), new SplitMix64(2, 1).Next(), new SplitMix64(1).Next(), new SplitMix64(1, 2, 0).Next() }.ShouldBeUnique();
}
