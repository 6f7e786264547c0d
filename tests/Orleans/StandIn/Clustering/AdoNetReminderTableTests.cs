using Orleans.Runtime.ReminderService;

namespace Samantha.Orleans.Tests.StandIn.Clustering;

public sealed class AdoNetReminderTableTests(TableFixtures fixtures) : IClassFixture<TableFixtures>
{
    public static TheoryData<string> Kinds => ["Microsoft.Data.Sqlite", "Npgsql"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Upsert_ThenRead_ReturnsTheRowUntilItIsRemovedInItsVersion(string kind)
    {
        var table = await CreateAsync(kind);
        var entry = Entry("a/b");
        var first = await table.UpsertRow(entry);
        entry.Period = TimeSpan.FromHours(1);

        var second = await table.UpsertRow(entry);

        var read = await table.ReadRow(entry.GrainId, "r");
        (read.GrainId, read.ReminderName, read.StartAt, read.Period, read.ETag).ShouldBe((entry.GrainId, "r", entry.StartAt, entry.Period, second));
        (await table.RemoveRow(entry.GrainId, "r", first)).ShouldBeFalse();
        (await table.RemoveRow(entry.GrainId, "r", second)).ShouldBeTrue();
        (await table.ReadRow(entry.GrainId, "r")).ShouldBeNull();
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task ReadRows_OfRangesThatMakeUpTheRing_ReturnsEveryRowOnce(string kind)
    {
        var table = await CreateAsync(kind);
        var grains = Enumerable.Range(0, 40).Select(i => Entry($"g/{i}").GrainId).ToArray();
        foreach (var grain in grains)
            await table.UpsertRow(Entry(grain.ToString()));

        (uint, uint)[] ranges = [(0xF0000000, 0x10000000), (0x10000000, 0x80000000), (0x80000000, 0xF0000000)];
        var rows = new List<GrainId>();
        foreach (var (begin, end) in ranges)
            rows.AddRange((await table.ReadRows(begin, end)).Reminders.Select(row => row.GrainId));

        rows.ShouldBe(grains, ignoreOrder: true);
        (await table.ReadRows(7, 7)).Reminders.Count.ShouldBe(40);
        (await table.ReadRows(grains[3])).Reminders.ShouldHaveSingleItem().GrainId.ShouldBe(grains[3]);
    }

    private static ReminderEntry Entry(string grain) => new()
    {
        GrainId = GrainId.Parse(grain),
        ReminderName = "r",
        StartAt = new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc),
        Period = TimeSpan.FromMinutes(1),
    };

    private async Task<IReminderTable> CreateAsync(string kind)
    {
        var table = new AdoNetReminderTable(fixtures.Open(kind), "service");
        await table.StartAsync(TestContext.Current.CancellationToken);
        return table;
    }
}
