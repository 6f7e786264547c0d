using System.Net.Http.Json;
using System.Text.Json;
using Samantha.Testing;

namespace Samantha.Silo.Tests.Http;

/// <summary>A disk without room: nothing is confirmed that is not stored, the failure says what to do, and room is all it takes.</summary>
public sealed class FullDiskTests
{
    private const int Turns = 400;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Say_DiskFull_FailsWithWhatToDoAndGoesOnOnceThereIsRoom()
    {
        using var disk = SmallDisk.TryMount(megabytes: 24);
        Assert.SkipUnless(disk is not null, "Mounting a small disk needs the rights of root.");
        await using var service = await RunningService.StartAsync(settings: new Dictionary<string, string?>
        {
            ["Data"] = disk.Path,
            ["Learning:Enabled"] = "false",
        });
        await Say(service, "first");
        disk.Fill();

        // The write-ahead log has room of its own for a while.
        var confirmed = new List<string> { "first" };
        JsonElement? problem = null;
        for (var turn = 0; problem is null && turn < Turns; turn++)
        {
            problem = await Say(service, $"turn{turn}");
            if (problem is null)
                confirmed.Add($"turn{turn}");
        }

        problem.ShouldNotBeNull().GetProperty("code").GetString().ShouldBe("storage-full");
        problem.Value.GetProperty("status").GetInt32().ShouldBe(507);
        problem.Value.GetProperty("detail").GetString().ShouldNotBeNull().ShouldContain("Make room");
        (await Stored(service)).ShouldBe(confirmed);

        disk.MakeRoom();
        var refused = $"turn{confirmed.Count - 1}";
        (await Say(service, refused)).ShouldBeNull();
        (await Stored(service)).ShouldBe([.. confirmed, refused]);
    }

    // The problem, or null if the turn was confirmed.
    private static async Task<JsonElement?> Say(RunningService service, string turnId)
    {
        var (name, data) = (await service.Http.Say("full", new { turnId, text = "Is there room", maxTokens = 2 }))[^1];
        return name == "failed" ? data : null;
    }

    private static async Task<List<string>> Stored(RunningService service)
    {
        var page = await service.Http.GetFromJsonAsync<JsonElement>("/api/conversations/full?limit=500", Token);
        return [.. page.GetProperty("turns").EnumerateArray().Select(turn => turn.GetProperty("turnId").GetString()!)];
    }
}
