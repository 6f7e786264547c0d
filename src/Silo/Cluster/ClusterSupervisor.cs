using System.Collections.Concurrent;
using System.Globalization;
using Samantha.Silo.Hosting;

namespace Samantha.Silo.Cluster;

/// <summary>
/// Runs the silos of a plan, each in its process, until it is stopped. One that ends stays away, or with
/// <see cref="ClusterPlan.Restart"/> is started again: at once, and later each time if it does not get to answer. One that
/// was only away for a while, and ended itself when it found that it has no lease any more, is always started again.
/// </summary>
internal sealed class ClusterSupervisor(ClusterPlan plan, TimeProvider time, Action<string> tell)
{
    private static readonly TimeSpan LongestDrain = TimeSpan.FromSeconds(60), ProbeInterval = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1), LongestPause = TimeSpan.FromSeconds(30);

    private readonly ClusterFile _file = new(Path.Combine(plan.Data, ClusterFile.Name));
    private readonly ConcurrentDictionary<string, SiloStatus> _silos = new(
        plan.Silos.Select(silo => KeyValuePair.Create(silo.Name, new SiloStatus(silo, SiloState.Ended, null))));
    private readonly Lock _writing = new();

    /// <summary>The silos as they are now.</summary>
    public IReadOnlyList<SiloStatus> Silos => [.. plan.Silos.Select(silo => _silos[silo.Name])];

    /// <summary>Runs them.</summary>
    /// <param name="stop">Drains all of them.</param>
    /// <returns>Whether all silos ended as they were asked to.</returns>
    public async Task<bool> Run(CancellationToken stop)
    {
        Directory.CreateDirectory(Path.Combine(plan.Data, "logs"));
        Directory.CreateDirectory(Path.Combine(plan.Data, "models"));
        var ended = await Task.WhenAll(plan.Silos.Select(silo => Keep(silo, stop)));
        return ended.All(well => well);
    }

    private async Task<bool> Keep(SiloPlan silo, CancellationToken stop)
    {
        var pause = FirstPause;
        while (true)
        {
            var (code, answered) = await RunOnce(silo, stop);
            if (stop.IsCancellationRequested)
                return code == 0;
            var comesBack = plan.Restart || code == SiloExit.WasAway;
            tell($"{silo.Name} ended ({Reason(code)}).{(comesBack ? "" : $" It stays away; --restart brings it back. Its log: {LogOf(silo)}")}");
            if (!comesBack)
                return code == 0;
            if (!answered)
            {
                await Task.Delay(pause, time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
            }
            else
            {
                pause = FirstPause;
            }

            if (stop.IsCancellationRequested)
                return true;
        }
    }

    private async Task<(int Code, bool Answered)> RunOnce(SiloPlan silo, CancellationToken stop)
    {
        using var process = SiloProcess.Start(silo, LogOf(silo));
        Become(new SiloStatus(silo, SiloState.Starting, process.Id));
        using var gone = new CancellationTokenSource();
        var probing = Probe(silo, process.Id, gone.Token);
        var ended = process.Ended(CancellationToken.None);
        await using (stop.Register(() => _ = process.Stop(LongestDrain)))
            await ended;
        await gone.CancelAsync();
        var answered = await probing;
        Become(new SiloStatus(silo, SiloState.Ended, null));
        return (await ended, answered);
    }

    private async Task<bool> Probe(SiloPlan silo, int process, CancellationToken gone)
    {
        var answered = false;
        using var http = new HttpClient { BaseAddress = silo.Address, Timeout = TimeSpan.FromSeconds(2) };
        while (!gone.IsCancellationRequested)
        {
            var ready = await IsReady(http, gone);
            if (gone.IsCancellationRequested)
                break;
            if (ready && !answered)
                tell($"{silo.Name} answers at {silo.Address.ToString().TrimEnd('/')} (process {process.ToString(CultureInfo.InvariantCulture)})");
            answered |= ready;
            Become(new SiloStatus(silo, ready ? SiloState.Ready : answered ? SiloState.Silent : SiloState.Starting, process));
            await Task.Delay(ProbeInterval, time, gone).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        return answered;
    }

    private static async Task<bool> IsReady(HttpClient http, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await http.GetAsync("/health/ready", cancellationToken);
            return response.IsSuccessStatusCode;
        }
        catch (Exception failure) when (failure is HttpRequestException or OperationCanceledException)
        {
            return false;
        }
    }

    private void Become(SiloStatus status)
    {
        lock (_writing)
        {
            var before = _silos[status.Silo.Name];
            _silos[status.Silo.Name] = status;
            if (before.Process == status.Process)
                return;
            try
            {
                _file.Write(Silos);
            }
            catch (IOException failure)
            {
                tell($"{ClusterFile.Name} could not be written: {failure.Message}");
            }
        }
    }

    private string LogOf(SiloPlan silo) => Path.Combine(plan.Data, "logs", $"{silo.Name}.log");

    private static string Reason(int code) => code switch
    {
        0 => "as it was asked to",
        SiloExit.WasAway => "it was away for longer than its lease, and comes back",
        > 128 => string.Create(CultureInfo.InvariantCulture, $"signal {code - 128}"),
        _ => string.Create(CultureInfo.InvariantCulture, $"exit code {code}"),
    };
}
