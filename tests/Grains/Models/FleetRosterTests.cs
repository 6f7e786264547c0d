using Samantha.Contracts.Inference;
using Samantha.Contracts.Models;
using Samantha.Grains.Models;
using Samantha.Grains.Tests.Doubles;

namespace Samantha.Grains.Tests.Models;

public sealed class FleetRosterTests
{
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(5);

    private readonly ManualTime _time = new();
    private readonly FleetRoster _roster;

    public FleetRosterTests() => _roster = new FleetRoster(_time, Silence);

    [Fact]
    public void Workers_SiloSilent_IsLeftOutUntilItBeatsAgain()
    {
        _roster.Take(Report("a"));
        _roster.Take(Report("b"));
        _time.Advance(Silence / 2);
        _roster.Take(Report("b"));
        _time.Advance(Silence / 2);

        Names().ShouldBe(["b/cpu"]);
        _roster.Knows("a/cpu").ShouldBeTrue();
        _roster.Take(Report("a"));
        Names().ShouldBe(["a/cpu", "b/cpu"]);
    }

    [Fact]
    public void Workers_SiloDrains_IsLeftOutAtOnce()
    {
        _roster.Take(Report("a"));
        _roster.Take(Report("a") with { Draining = true });
        Names().ShouldBeEmpty();
    }

    [Fact]
    public void Workers_SiloRestarted_AreThoseOfTheNewRun()
    {
        _roster.Take(Report("a", version: "v1"));
        _time.Advance(Silence / 4);
        _roster.Take(Report("a", run: "2", version: "v2"));

        _roster.Workers.ShouldHaveSingleItem().Status.Version.ShouldBe("v2");
    }

    [Fact]
    public void Signals_ToldTwice_CountOnceAndThoseOfADeadRunStay()
    {
        _roster.Take(Report("a", rollout: 3, count: 5));
        _roster.Take(Report("a", rollout: 3, count: 7));
        _roster.Take(Report("b", rollout: 2, count: 100));
        _time.Advance(2 * Silence);
        _roster.Take(Report("a", run: "2", rollout: 3, count: 1));

        _roster.Signals(3).Sum(tally => tally.Tally.Count).ShouldBe(8);
        // What was told of an earlier rollout by a silo that is gone is dropped in time.
        _roster.Signals(2).ShouldBeEmpty();
    }

    private IEnumerable<string> Names() => _roster.Workers.Select(worker => worker.Status.Worker);

    private static SiloReport Report(string silo, string run = "1", string version = "v1", long rollout = 1, long count = 0) => new(
        silo, run, false, [new WorkerStatus($"{silo}/cpu", "cpu", version, [version], 0, 0, 4)], rollout, [new SignalTally(Signal.Errors, "v1", "w", new Tally(count, 0, 0))], []);
}
