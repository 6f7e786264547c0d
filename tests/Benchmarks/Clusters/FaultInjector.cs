using System.Diagnostics;
using Spectre.Console;

namespace Samantha.Benchmarks.Clusters;

/// <summary>What is done to a part.</summary>
internal enum FaultKind
{
    /// <summary>kill -9 of a silo.</summary>
    Kill,

    /// <summary>A silo is stopped for fifteen seconds, and goes on.</summary>
    Pause,

    /// <summary>A silo's link is down for ten seconds: to clients, other silos and the database.</summary>
    Cut,

    /// <summary>The database is restarted, with or without time to write what it has.</summary>
    Database,
}

/// <summary>What was done.</summary>
/// <param name="Kind">What.</param>
/// <param name="Part">To what.</param>
/// <param name="Second">When, in seconds since the first turns.</param>
/// <param name="At">When, in <see cref="Stopwatch"/>'s ticks.</param>
internal sealed record Fault(FaultKind Kind, string Part, double Second, long At);

/// <summary>Does something to a random part every few seconds: every kind once, in a random order, then all again.</summary>
internal sealed class FaultInjector(BenchCluster cluster, Random random, IAnsiConsole console)
{
    private static readonly TimeSpan PauseTime = TimeSpan.FromSeconds(15), CutTime = TimeSpan.FromSeconds(10);

    private readonly List<Fault> _done = [];
    private readonly List<(SiloMember Silo, Task Over)> _under = [];

    public IReadOnlyList<Fault> Done => _done;

    /// <summary>The kinds that this machine and user can do.</summary>
    public IReadOnlyList<FaultKind> Kinds => [.. Enum.GetValues<FaultKind>().Where(kind => kind != FaultKind.Cut || cluster.Network is not null)];

    /// <summary>Goes on until it is cancelled, then waits until the last fault is over.</summary>
    public async Task RunAsync(TimeSpan every, CancellationToken enough)
    {
        var watch = Stopwatch.StartNew();
        var running = new List<Task>();
        try
        {
            while (true)
            {
                foreach (var kind in Shuffled())
                {
                    await Task.Delay(every, enough);
                    running.Add(Do(kind, watch.Elapsed));
                }
            }
        }
        catch (OperationCanceledException) when (enough.IsCancellationRequested)
        {
            await Task.WhenAll(running);
        }
    }

    private async Task Do(FaultKind kind, TimeSpan since)
    {
        if (kind == FaultKind.Database)
        {
            var signal = random.Next(2) == 0 ? "INT" : "QUIT";
            Note(kind, signal == "INT" ? "database, fast" : "database, immediate", since);
            await cluster.Database.Restart(signal);
            return;
        }

        // A part that is whole: what is down already cannot be taken down.
        _under.RemoveAll(fault => fault.Over.IsCompleted);
        var whole = cluster.Silos.Where(silo => _under.All(fault => fault.Silo != silo)).ToList();
        var silo = whole[random.Next(whole.Count)];
        Note(kind, silo.Name, since);
        var over = kind switch
        {
            FaultKind.Kill => KillAsync(silo),
            FaultKind.Pause => silo.PauseAsync(PauseTime),
            _ => cluster.Network!.CutAsync(cluster.Silos.ToList().IndexOf(silo), CutTime),
        };
        _under.Add((silo, over));
        await over;
    }

    // Over when it is back.
    private static async Task KillAsync(SiloMember silo)
    {
        var starts = silo.Starts;
        silo.Signal("KILL");
        await silo.WaitReadyAsync(TimeSpan.FromMinutes(2), CancellationToken.None, starts + 1);
    }

    private void Note(FaultKind kind, string part, TimeSpan since)
    {
        _done.Add(new Fault(kind, part, since.TotalSeconds, Stopwatch.GetTimestamp()));
        console.WriteLine($"  {since.TotalSeconds,4:0} s: {kind.ToString().ToLowerInvariant()} {part}");
    }

    private FaultKind[] Shuffled()
    {
        FaultKind[] kinds = [.. Kinds];
        random.Shuffle(kinds);
        return kinds;
    }
}
