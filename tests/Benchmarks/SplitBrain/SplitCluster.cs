using System.Diagnostics;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Orleans;
using Orleans.Configuration;
using Orleans.Hosting;
using Samantha.Silo.Tests.Servers;

namespace Samantha.Benchmarks.SplitBrain;

/// <summary>
/// Three silos in this process, of which one reaches the database over a way that is cut. All the while callers on that
/// silo and on another ask grains of the first where they are.
/// </summary>
internal sealed class SplitCluster(PostgresProcess database, string id, TimeSpan lease) : IAsyncDisposable
{
    private const string CutSilo = "cut";
    private const int Grains = 96, MissedProbes = 3;
    private static readonly TimeSpan Breath = TimeSpan.FromMilliseconds(2), Patience = TimeSpan.FromSeconds(60);

    private readonly CuttableWay _way = new(database.Port);
    private readonly List<IHost> _silos = [];

    public async Task StartAsync(CancellationToken cancellation)
    {
        _silos.Add(SiloOf(CutSilo, _way.Port));
        _silos.Add(SiloOf("second", database.Port));
        _silos.Add(SiloOf("third", database.Port));
        foreach (var silo in _silos)
            await silo.StartAsync(cancellation);
    }

    /// <summary>Cuts the way after a while, and looks until others answer for all grains.</summary>
    /// <returns>By how much the cut silo's last answer was before its lease ended, and before the first answer of another for the same grain.</returns>
    public async Task<(TimeSpan BeforeLease, TimeSpan BeforeOther)> CutAsync(Cut how, TimeSpan after, CancellationToken cancellation)
    {
        var seated = new List<long>();
        for (var key = 0L; key < Grains; key++)
            if ((await GrainOf(1, key).Where()).Silo == CutSilo)
                seated.Add(key);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        over.CancelAfter(Patience);
        var asking = seated.Select(key => Task.Run(() => AskAsync(key, over.Token), cancellation)).ToList();
        await Task.Delay(after, cancellation);
        _way.End(how);
        var told = await Task.WhenAll(asking);
        var last = told.Max(grain => grain.LastOfCut);
        return (await LeaseEndAsync() - WallClockOf(last), told.Min(grain => Stopwatch.GetElapsedTime(grain.LastOfCut, grain.FirstOfOther)));
    }

    public async ValueTask DisposeAsync()
    {
        // Not in good order: the one that is cut off could not.
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        foreach (var silo in _silos)
        {
            try
            {
                await silo.StopAsync(now.Token);
            }
            catch (Exception failure) when (failure is OperationCanceledException or AggregateException)
            {
                // Told to hurry, it says so.
            }

            silo.Dispose();
        }

        await _way.DisposeAsync();
    }

    // Both callers ask until another silo than the cut one has answered.
    private async Task<(long LastOfCut, long FirstOfOther)> AskAsync(long key, CancellationToken cancellation)
    {
        long lastOfCut = 0, firstOfOther = long.MaxValue;
        var gate = new Lock();
        await Task.WhenAll(Enumerable.Range(0, 2).Select(async caller =>
        {
            while (Volatile.Read(ref firstOfOther) == long.MaxValue)
            {
                try
                {
                    cancellation.ThrowIfCancellationRequested();
                    var seat = await GrainOf(caller, key).Where().AsTask().WaitAsync(cancellation);
                    lock (gate)
                    {
                        if (seat.Silo == CutSilo)
                            lastOfCut = Math.Max(lastOfCut, seat.At);
                        else
                            firstOfOther = Math.Min(firstOfOther, seat.At);
                    }
                }
                catch (Exception failure) when (failure is not OperationCanceledException || !cancellation.IsCancellationRequested)
                {
                    // Nobody answers for the grain at the moment: that is what is measured.
                }

                await Task.Delay(Breath, cancellation);
            }
        }));
        return (lastOfCut, firstOfOther);
    }

    private ISeatGrain GrainOf(int silo, long key) => _silos[silo].Services.GetRequiredService<IGrainFactory>().GetGrain<ISeatGrain>(key);

    // By the table's clock, which on one machine is everybody's.
    private async Task<DateTimeOffset> LeaseEndAsync()
    {
        await using var source = NpgsqlDataSource.Create(database.ConnectionString("postgres"));
        await using var command = source.CreateCommand("SELECT max(lease_until) FROM orleans_silo WHERE cluster_id = @id AND name = @name");
        command.Parameters.AddWithValue("id", id);
        command.Parameters.AddWithValue("name", CutSilo);
        return DateTimeOffset.FromUnixTimeMilliseconds((long)(await command.ExecuteScalarAsync())!);
    }

    private static DateTimeOffset WallClockOf(long ticks) => DateTimeOffset.UtcNow - Stopwatch.GetElapsedTime(ticks);

    private IHost SiloOf(string name, int databasePort) => new HostBuilder()
        .ConfigureLogging(logging => logging.SetMinimumLevel(LogLevel.None))
        .UseOrleans(silo =>
        {
            silo.Configure<SiloOptions>(options => options.SiloName = name);
            silo.Configure<ClusterOptions>(options => options.ServiceId = options.ClusterId = id);
            silo.Configure<ClusterMembershipOptions>(options =>
            {
                options.ProbeTimeout = lease / MissedProbes;
                options.NumMissedProbesLimit = MissedProbes;
            });
            silo.Configure<SiloMessagingOptions>(options => options.ResponseTimeout = lease);
            silo.ConfigureEndpoints(IPAddress.Loopback, ServerProcess.FreePort(), 0);
            silo.UseAdoNetClustering(options =>
            {
                options.Invariant = "Npgsql";
                options.ConnectionString = new NpgsqlConnectionStringBuilder(database.ConnectionString("postgres")) { Port = databasePort, Timeout = 2, CommandTimeout = 2 }.ToString();
            });
        })
        .Build();
}
