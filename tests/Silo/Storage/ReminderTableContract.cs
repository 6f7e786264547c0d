using Orleans;
using Orleans.Runtime;

namespace Samantha.Silo.Tests.Storage;

/// <summary>What a table of reminders promises, whatever its engine.</summary>
public abstract class ReminderTableContract : StorageContract
{
    private static readonly DateTime Start = new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc).AddTicks(7);

    private IReminderTable Table => Storage.Reminders;

    [Fact]
    public async Task UpsertRow_New_ReadsBackAfterARestart()
    {
        var grain = GrainId.Create("trainer", "dé/fault 😀");
        var etag = await Table.UpsertRow(Entry(grain, "wake up"));
        await Storage.Reopen();

        var row = await Table.ReadRow(grain, "wake up");
        (row.GrainId, row.ReminderName, row.StartAt, row.StartAt.Kind, row.Period, row.ETag)
            .ShouldBe((grain, "wake up", Start, DateTimeKind.Utc, TimeSpan.FromMinutes(5), etag));
        (await Table.ReadRow(grain, "other")).ShouldBeNull();
    }

    [Fact]
    public async Task UpsertRow_Again_Replaces()
    {
        var grain = GrainId.Create("trainer", "one");
        var first = await Table.UpsertRow(Entry(grain, "r"));
        var second = await Table.UpsertRow(new ReminderEntry { GrainId = grain, ReminderName = "r", StartAt = Start.AddDays(1), Period = TimeSpan.FromHours(1) });

        second.ShouldNotBe(first);
        var row = (await Table.ReadRows(grain)).Reminders.ShouldHaveSingleItem();
        (row.StartAt, row.Period, row.ETag).ShouldBe((Start.AddDays(1), TimeSpan.FromHours(1), second));
    }

    [Fact]
    public async Task RemoveRow_OtherVersion_LeavesIt()
    {
        var grain = GrainId.Create("trainer", "one");
        var first = await Table.UpsertRow(Entry(grain, "r"));
        var second = await Table.UpsertRow(Entry(grain, "r"));

        (await Table.RemoveRow(grain, "r", first)).ShouldBeFalse();
        (await Table.RemoveRow(grain, "r", second)).ShouldBeTrue();
        (await Table.RemoveRow(grain, "r", second)).ShouldBeFalse();
        (await Table.ReadRows(grain)).Reminders.ShouldBeEmpty();
    }

    [Fact]
    public async Task ReadRows_Ranges_CoverTheRingOnce()
    {
        var grains = Enumerable.Range(0, 40).Select(i => GrainId.Create("trainer", $"grain {i}")).ToList();
        foreach (var grain in grains)
            await Table.UpsertRow(Entry(grain, "r"));

        uint[] bounds = [0x20000000, 0x80000000, 0xE0000000];
        var parts = new List<ReminderEntry>();
        for (var i = 0; i < bounds.Length; i++)
        {
            var (begin, end) = (bounds[i], bounds[(i + 1) % bounds.Length]);
            var part = (await Table.ReadRows(begin, end)).Reminders;
            part.ShouldAllBe(row => IsWithin(row.GrainId.GetUniformHashCode(), begin, end));
            parts.AddRange(part);
        }

        parts.Select(row => row.GrainId).ShouldBe(grains, ignoreOrder: true);
        (await Table.ReadRows(7, 7)).Reminders.Count.ShouldBe(grains.Count);
        var exact = grains[0].GetUniformHashCode();
        (await Table.ReadRows(exact - 1, exact)).Reminders.Select(row => row.GrainId).ShouldContain(grains[0]);
        (await Table.ReadRows(exact, exact + 1)).Reminders.Select(row => row.GrainId).ShouldNotContain(grains[0]);
        await Table.TestOnlyClearTable();
        (await Table.ReadRows(0, 0)).Reminders.ShouldBeEmpty();
    }

    private static bool IsWithin(uint hash, uint begin, uint end) => begin < end ? hash > begin && hash <= end : hash > begin || hash <= end;

    private static ReminderEntry Entry(GrainId grain, string name) =>
        new() { GrainId = grain, ReminderName = name, StartAt = Start, Period = TimeSpan.FromMinutes(5) };
}
