using FsCheck;
using FsCheck.Fluent;
using Samantha.Contracts.Conversations;
using Samantha.Contracts.Interactions;
using Samantha.Grains.Conversations;
using Samantha.Grains.Interactions;

namespace Samantha.Grains.Tests.Conversations;

public sealed class ConversationStateTests
{
    [Fact]
    public void After_Turns_KeepsTheLatestAndCountsAll()
    {
        var state = Fold([.. Enumerable.Range(0, 40).Select(i => Interactions.Turn($"t{i}"))]);

        state.Turns.ShouldBe(40);
        state.Recent.Length.ShouldBe(ConversationState.RecentTurns);
        state.Recent[^1].TurnId.ShouldBe("t39");
    }

    [Fact]
    public void After_Feedback_KeepsTheLastCorrection()
    {
        var state = Fold([
            Interactions.Turn("a"),
            Interactions.Feedback("a", rating: 1),
            Interactions.Feedback("a", correction: "good"),
            Interactions.Feedback("a", correction: "better"),
            Interactions.Feedback("a", rating: 0)]);

        state.Recent[0].Correction.ShouldBe("better");
    }

    [Fact]
    public void After_FactsTwiceAndRemoved_KeepsOneOfEach()
    {
        var state = Fold([
            new FactRemembered("tea"),
            new FactRemembered("tea"),
            Interactions.Turn("a", remembered: "milk"),
            new FactRemembered("sugar"),
            new FactUnremembered(3)]);

        state.Memory.Select(fact => (fact.Id, fact.Text)).ShouldBe([(1, "tea"), (4, "sugar")]);
    }

    [Fact]
    public void After_Gap_Throws()
    {
        var state = Fold([Interactions.Turn("a")]);
        Should.Throw<InvalidOperationException>(() => state.After(new LoggedInteraction(9, 3, Interactions.Turn("b"))));
    }

    /// <summary>A snapshot anywhere and the rest of the log give the same state as the whole log.</summary>
    [Fact]
    public void After_SnapshotAnywhere_IsTheSameFold() => Prop.ForAll(
        Gen.Choose(0, 5).ListOf(30).SelectMany(kinds => Gen.Choose(0, kinds.Count).Select(cut => (kinds, cut))).ToArbitrary(),
        input =>
        {
            var interactions = input.kinds.Select(Kind).ToList();
            var whole = Fold(interactions);
            var half = Fold(interactions[..input.cut]);
            var rest = interactions.Skip(input.cut).Select((interaction, i) => new LoggedInteraction(input.cut + i + 1, input.cut + i + 1, interaction));
            var resumed = rest.Aggregate(half, (state, logged) => state.After(logged));

            resumed.Recent.ShouldBe(whole.Recent);
            resumed.Memory.ShouldBe(whole.Memory);
            (resumed.Turns, resumed.Consent, resumed.Position, resumed.Emotional).ShouldBe((whole.Turns, whole.Consent, whole.Position, whole.Emotional));
        }).QuickCheckThrowOnFailure();

    private static Interaction Kind(int kind, int i) => kind switch
    {
        0 => Interactions.Turn($"t{i}"),
        1 => Interactions.Feedback($"t{i - 1}", 1),
        2 => new FactRemembered($"fact {i % 3}"),
        3 => new FactUnremembered(i / 2),
        4 => new ConsentChanged((Consent)(i % 3)),
        _ => Interactions.Turn($"t{i}", remembered: $"fact {i % 4}"),
    };

    private static ConversationState Fold(IEnumerable<Interaction> interactions) => interactions
        .Select((interaction, i) => new LoggedInteraction(i + 1, i + 1, interaction))
        .Aggregate(new ConversationState(), (state, logged) => state.After(logged));
}
