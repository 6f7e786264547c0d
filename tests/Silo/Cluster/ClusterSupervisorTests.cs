using System.Diagnostics;
using System.Text.Json;
using System.Threading.Channels;
using Samantha.Client;
using Samantha.Silo.Cluster;
using Samantha.Testing;

namespace Samantha.Silo.Tests.Cluster;

/// <summary>Silos as processes of their own, with a tiny model.</summary>
public sealed class ClusterSupervisorTests
{
    private readonly Channel<string> _told = Channel.CreateUnbounded<string>();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Run_SiloIsKilled_TheOthersGoOnAndItStaysAway()
    {
        using var folder = new TemporaryFolder();
        var (supervisor, plan) = Supervise(folder, count: 2, restart: false);
        using var stop = new CancellationTokenSource();
        var running = supervisor.Run(stop.Token);
        await Told(" answers at ", times: 2);
        using var client = new SamanthaClient(new SamanthaClientOptions { BaseAddress = plan.Silos[0].Address });
        await client.Conversation("ada").AskAsync("Hello there.", cancellationToken: Token);

        using (var victim = Process.GetProcessById(Listed(folder)["silo-1"].Process))
            victim.Kill();
        await Told("silo-1 ended (signal 9)");
        Listed(folder).Keys.ShouldBe(["silo-0"]);
        await client.Conversation("ada").AskAsync("How are you today?", cancellationToken: Token);
        (await client.Conversation("ada").ReadAsync(cancellationToken: Token)).Turns.Count.ShouldBe(2);

        await stop.CancelAsync();
        (await running).ShouldBeFalse();
        Listed(folder).ShouldBeEmpty();
        (await File.ReadAllTextAsync(folder["data/logs/silo-0.log"], Token)).ShouldContain("Stopped");
    }

    [Fact]
    public async Task Run_SiloIsKilledAndToBeRestarted_ComesBackAndKnowsTheConversation()
    {
        using var folder = new TemporaryFolder();
        var (supervisor, plan) = Supervise(folder, count: 1, restart: true);
        using var stop = new CancellationTokenSource();
        var running = supervisor.Run(stop.Token);
        await Told(" answers at ");
        using var client = new SamanthaClient(new SamanthaClientOptions { BaseAddress = plan.Silos[0].Address });
        await client.Conversation("ada").AskAsync("Hello there.", cancellationToken: Token);
        var first = Listed(folder)["silo-0"].Process;

        using (var victim = Process.GetProcessById(first))
            victim.Kill();
        await Told(" answers at ");
        Listed(folder)["silo-0"].Process.ShouldNotBe(first);
        (await client.Conversation("ada").ReadAsync(cancellationToken: Token)).Turns.Count.ShouldBe(1);

        await stop.CancelAsync();
        (await running).ShouldBeTrue();
    }

    [Fact]
    public async Task Run_SiloIsPausedForLongerThanItsLease_ComesBack()
    {
        using var folder = new TemporaryFolder();
        var (supervisor, _) = Supervise(folder, count: 2, restart: false);
        using var stop = new CancellationTokenSource();
        var running = supervisor.Run(stop.Token);
        await Told(" answers at ", times: 2);
        var paused = Listed(folder)["silo-1"].Process;

        await Signal("STOP", paused);
        // The other one says so in its log when the lease is over.
        while (!(await File.ReadAllTextAsync(folder["data/logs/silo-0.log"], Token)).Contains("declared dead", StringComparison.Ordinal))
        {
        }

        await Signal("CONT", paused);
        await Told("silo-1 ended (it was away");
        await Told("silo-1 answers at ");
        Listed(folder)["silo-1"].Process.ShouldNotBe(paused);

        await stop.CancelAsync();
        (await running).ShouldBeTrue();
    }

    private static async Task Signal(string signal, int process)
    {
        using var kill = Process.Start("kill", [$"-{signal}", $"{process}"]);
        await kill.WaitForExitAsync(Token);
    }

    private (ClusterSupervisor Supervisor, ClusterPlan Plan) Supervise(TemporaryFolder folder, int count, bool restart)
    {
        TinyModel.Save(folder["model"], seed: 3);
        var plan = new ClusterPlan(count, FreePorts.Row(count, 10_000, 20_000), folder["data"], null, folder["model"], restart);
        return (new ClusterSupervisor(plan, TimeProvider.System, text => _told.Writer.TryWrite(text)), plan);
    }

    private async Task Told(string part, int times = 1)
    {
        while (times > 0)
        {
            if ((await _told.Reader.ReadAsync(Token)).Contains(part, StringComparison.Ordinal))
                times--;
        }
    }

    private static Dictionary<string, (int Process, int Port)> Listed(TemporaryFolder folder)
    {
        using var file = JsonDocument.Parse(File.ReadAllBytes(folder["data/cluster.json"]));
        return file.RootElement.EnumerateArray().ToDictionary(
            silo => silo.GetProperty("silo").GetString()!,
            silo => (silo.GetProperty("pid").GetInt32(), silo.GetProperty("port").GetInt32()));
    }
}
