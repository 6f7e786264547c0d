using Samantha.Contracts.Interactions;
using Samantha.Contracts.Training;
using Samantha.Grains.Lessons;

namespace Samantha.Silo.Tests.Storage;

/// <summary>What the record of decisions promises, whatever its engine.</summary>
public abstract class CurationLogContract : StorageContract
{
    private static readonly DateTimeOffset Noon = new(2026, 5, 4, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Record_ThenReopen_ReadsTheSameNewestFirst()
    {
        var author = await Author("xenia");
        CurationRecord[] decisions =
        [
            new(0, Noon.AddTicks(1), 4, "turn 1 t", author, CurationOutcome.Accepted),
            new(0, Noon, 5, "fact 1 ab", author, CurationOutcome.Quarantined, "contradiction", "others teach \"another\" ☂", 3),
        ];
        await Storage.Decisions.Record(decisions);
        await Storage.Reopen();

        var read = await Storage.Decisions.Read(new CurationQuery());
        read.Select(decision => decision with { Number = 0 }).ShouldBe(decisions.Reverse());
        read[0].Number.ShouldBeGreaterThan(read[1].Number);
    }

    [Fact]
    public async Task Record_AgainAfterACrash_IsThereOnce()
    {
        var decision = Accepted(await Author("xenia"), 4);
        await Storage.Decisions.Record([decision]);
        await Storage.Decisions.Record([decision with { At = Noon.AddHours(1) }, decision with { Session = 2 }]);

        (await Storage.Decisions.Read(new CurationQuery())).Select(known => (known.At, known.Session)).ShouldBe([(Noon, 2), (Noon, 0)]);
    }

    [Fact]
    public async Task Record_MoreThanAreKept_DropsTheOldest()
    {
        var author = await Author("xenia");
        for (var i = 0; i < 4; i++)
            await Storage.Decisions.Record([.. Enumerable.Range(0, Storage.MostDecisions / 2).Select(j => Accepted(author, 100 * i + j))]);

        var read = await Storage.Decisions.Read(new CurationQuery(Limit: 1_000));
        read.Count.ShouldBe(Storage.MostDecisions);
        read[0].Position.ShouldBe(300 + Storage.MostDecisions / 2 - 1);
    }

    [Fact]
    public async Task Read_Queries_FindTheirOwn()
    {
        var author = await Author("xenia");
        await Storage.Decisions.Record(
        [
            Accepted(author, 1),
            Accepted(author, 2) with { Outcome = CurationOutcome.Excluded, Rule = "personal", Reason = "personal: name", At = Noon.AddHours(1) },
            Accepted(author, 3) with { Outcome = CurationOutcome.Excluded, Rule = "length", Reason = "too long", At = Noon.AddHours(2) },
        ]);

        (await Positions(new CurationQuery(CurationOutcome.Excluded))).ShouldBe([3, 2]);
        (await Positions(new CurationQuery(Reason: "personal"))).ShouldBe([2]);
        (await Positions(new CurationQuery(Reason: "too long"))).ShouldBe([3]);
        (await Positions(new CurationQuery(Since: Noon.AddHours(1).ToOffset(TimeSpan.FromHours(5))))).ShouldBe([3, 2]);
        (await Positions(new CurationQuery(CurationOutcome.Excluded, "personal", Noon.AddHours(2)))).ShouldBeEmpty();
        (await Positions(new CurationQuery(Reason: "%' OR 1=1 --"))).ShouldBeEmpty();
    }

    [Fact]
    public async Task Read_PageByPage_ReadsEachOnce()
    {
        var author = await Author("xenia");
        await Storage.Decisions.Record([.. Enumerable.Range(1, 7).Select(position => Accepted(author, position))]);

        var first = await Storage.Decisions.Read(new CurationQuery(Limit: 4));
        var second = await Storage.Decisions.Read(new CurationQuery(Before: first[^1].Number, Limit: 4));
        first.Concat(second).Select(decision => decision.Position).ShouldBe([7, 6, 5, 4, 3, 2, 1]);
    }

    [Fact]
    public async Task Forget_User_TakesTheirDecisionsAlong()
    {
        var (xenia, yves) = (await Author("xenia"), await Author("yves"));
        await Storage.Decisions.Record([Accepted(xenia, 1), Accepted(yves, 2)]);
        await Storage.Log.Forget("xenia");

        // Also those that come late, from a trainer that has not heard of it.
        await Storage.Decisions.Record([Accepted(xenia, 3)]);
        (await Positions(new CurationQuery())).ShouldBe([2]);
    }

    private static CurationRecord Accepted(long author, long position) => new(0, Noon, position, $"turn {author} t{position}", author, CurationOutcome.Accepted);

    private async Task<IEnumerable<long>> Positions(CurationQuery query) => (await Storage.Decisions.Read(query)).Select(decision => decision.Position);

    private async Task<long> Author(string user)
    {
        var logged = await Storage.Log.Append(user, 0, new FactRemembered("something") { At = Noon });
        return (await Storage.Log.ReadFrom(logged.Position - 1, 1))[0].Author;
    }
}
