namespace Samantha.Orleans.Tests.StandIn.Clustering;

/// <summary>
/// The lease and partition protocol of lib/Orleans/Clustering/README.md as a state machine, in every state that it
/// can reach with a few silos: messages of any delay, clocks that lose time, pauses, crashes, a database that is
/// not reached.
/// </summary>
public sealed class LeaseModelTests
{
    [Theory]
    [InlineData(2, 1, 2, 1, false)]
    [InlineData(2, 1, 2, 0, true)]
    [InlineData(2, 2, 2, 0, false)]
    [InlineData(3, 1, 1, 0, false)]
    public void Protocol_InEveryReachableState_HasOneOwnerAndComesToRest(int silos, int partitions, int lease, int drift, bool hasGrants)
    {
        var rules = new LeaseRules(silos, partitions, lease, Margin: lease > 1 ? 1 : 0, drift, HasGrants: hasGrants);

        var (states, violation) = Explore(rules, state => RestViolation(rules, state));

        violation.ShouldBeNull();
        states.ShouldBeGreaterThan(50_000);
    }

    [Fact]
    public void Protocol_WithoutMargin_HasTwoOwners() => Explore(new(2, Margin: 0)).Violation.ShouldNotBeNull().ShouldContain("act for partition");

    [Fact]
    public void Protocol_WithMoreDriftThanMargin_HasTwoOwners() => Explore(new(2, Lease: 3, Drift: 2)).Violation.ShouldNotBeNull().ShouldContain("act for partition");

    [Fact]
    public void Protocol_WithoutFencing_BelievesAnOldOwner() => Explore(new(2, Drift: 0, IsFenced: false, HasGrants: true)).Violation.ShouldNotBeNull().ShouldContain("took epoch 1's word");

    [Fact]
    public void Protocol_GivingAwayBeforeStopping_HasTwoOwners() => Explore(new(2, ReleasesFirst: false)).Violation.ShouldNotBeNull().ShouldContain("act for partition");

    // Breadth first, so that what is found is the shortest way there. Every state is checked for owners; that all comes
    // to rest is checked for every one in the beginning, then for one in 64: it takes the most time.
    private static (int States, string? Violation) Explore(LeaseRules rules, Func<ModelState, string?>? check = null)
    {
        var steps = new LeaseSteps(rules);
        var initial = ModelState.Initial(rules);
        var seen = new HashSet<UInt128> { initial.Pack() };
        var queue = new Queue<ModelState>([initial]);
        var visited = 0;
        while (queue.TryDequeue(out var state))
        {
            if ((state.Violation() ?? (IsChecked(visited++) ? check?.Invoke(state) : null)) is { } violation)
                return (seen.Count, violation);

            foreach (var (next, wrong) in steps.From(state))
            {
                if (wrong is not null)
                    return (seen.Count, wrong);

                if (seen.Add(next.Pack()))
                    queue.Enqueue(next);
            }
        }

        return (seen.Count, null);
    }

    private static bool IsChecked(int visited) => visited < 10_000 || visited % 64 == 0;

    // From any state, once nothing fails any more, every partition comes to have an owner that acts and knows every
    // activation, whichever silos are left.
    private static string? RestViolation(LeaseRules rules, ModelState state)
    {
        for (var survivors = 1; survivors < 1 << rules.Silos; survivors++)
        {
            if (RestViolation(rules, state, survivors) is { } violation)
                return violation;
        }

        return null;
    }

    private static string? RestViolation(LeaseRules rules, ModelState from, int survivors)
    {
        // Every owner may change once more for each silo that can still die.
        var calm = rules with { LastEpoch = rules.LastEpoch + rules.Silos, Drift = 0 };
        var steps = new LeaseSteps(calm);
        var state = from.Copy();
        for (var silo = 0; silo < rules.Silos; silo++)
        {
            if (state.Silos[silo].Process == Process.Up && (survivors >> silo & 1) == 0)
                LeaseSteps.Crash(state, silo);

            state = steps.Lose(state, silo) ?? state;
        }

        for (var round = 0; round < rules.Lease + 3; round++)
            state = steps.Tick(Round(calm, steps, state));

        state = Round(calm, steps, state);
        var isAnyUp = state.Silos.Any(silo => silo is { Process: Process.Up, Row: Row.Alive });
        for (var partition = 0; partition < rules.Partitions; partition++)
        {
            var owners = Enumerable.Range(0, rules.Silos).Count(silo => state.IsActing(silo, partition) && state.Views[silo][partition].IsReady);
            if (isAnyUp && owners != 1)
                return $"Partition {partition} has {owners} owners after faults have ended.";
        }

        return null;
    }

    // What each silo does in a renewal period when everything works.
    private static ModelState Round(LeaseRules rules, LeaseSteps steps, ModelState state)
    {
        for (var silo = 0; silo < rules.Silos; silo++)
        {
            state = steps.Send(state, silo) ?? state;
            state = steps.Apply(state, silo) ?? state;
            state = steps.Deliver(state, silo) ?? state;
            for (var other = 0; other < rules.Silos; other++)
                state = steps.Bury(state, silo, other) ?? state;

            for (var partition = 0; partition < rules.Partitions; partition++)
            {
                for (var host = 0; host < rules.Silos; host++)
                    state = steps.Answer(state, silo, host, partition) ?? state;

                state = steps.BecomeReady(state, silo, partition) ?? state;
            }
        }

        return state;
    }
}
