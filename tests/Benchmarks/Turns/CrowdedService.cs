using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Orleans;
using Samantha.Contracts.Conversations;
using Samantha.Grains.Conversations;

namespace Samantha.Benchmarks.Turns;

/// <summary>A service with so many registered users, and what a turn costs in it.</summary>
internal sealed class CrowdedService : IAsyncDisposable
{
    /// <summary>Users whose grains are active; they say what is timed as warm.</summary>
    private const int Regulars = 64;

    // A prime: its multiples go through all users before one comes twice.
    private const int Stride = 7_919;

    private readonly ScriptedService _service;
    private readonly TurnCaller _caller;
    private readonly List<double> _warm = [], _cold = [];
    private int _returned;

    private CrowdedService(ScriptedService service, int users)
    {
        _service = service;
        _caller = new TurnCaller(service.Address);
        Users = users;
    }

    public int Users { get; }

    /// <summary>Of each round, the median milliseconds of a turn whose user's grain is active.</summary>
    public IReadOnlyList<double> Warm => _warm;

    /// <summary>Of each round, the median milliseconds of a turn of a user who comes back: activation and all.</summary>
    public IReadOnlyList<double> Cold => _cold;

    public static async Task<CrowdedService> StartAsync(string data, int users, IEmotionAppraiser appraiser, CancellationToken cancellation)
    {
        var crowded = new CrowdedService(await ScriptedService.StartAsync(data, appraiser, cancellation), users);
        await crowded._caller.SayAsync("example", Sayings.All[0], cancellation);
        await new UserBook(crowded._service.Services).RegisterAsync(users, "example", cancellation);
        return crowded;
    }

    /// <summary>One round: some turns of regulars, some of users anywhere among the registered, one at a time.</summary>
    public async Task MeasureAsync(int turns, bool keep, CancellationToken cancellation)
    {
        var warm = await SayAsync(turns, i => Users / Regulars * (i % Regulars), cancellation);
        var cold = await SayAsync(turns / 4, _ => (int)(++_returned * (long)Stride % Users), cancellation);
        if (!keep)
            return;
        _warm.Add(warm);
        _cold.Add(cold);
    }

    /// <summary>Activates the grains of users 0 to <paramref name="count"/> - 1.</summary>
    public async Task<(TimeSpan Time, long Managed, long Resident)> ActivateAsync(int count, CancellationToken cancellation)
    {
        var grains = _service.Services.GetRequiredService<IGrainFactory>();
        var (managed, resident) = Memory();
        var watch = Stopwatch.StartNew();
        var done = 0;
        await Parallel.ForEachAsync(
            Enumerable.Range(0, count),
            new ParallelOptions { MaxDegreeOfParallelism = 64, CancellationToken = cancellation },
            async (number, _) =>
            {
                await grains.GetGrain<IConversationGrain>(UserBook.Name(number)).Read(limit: 0);
                if (Interlocked.Increment(ref done) % (count / 4) == 0)
                    Console.WriteLine($"  {done:n0} users active after {watch.Elapsed.TotalSeconds:0.0} s");
            });
        var time = watch.Elapsed;
        var (managedAfter, residentAfter) = Memory();
        return (time, managedAfter - managed, residentAfter - resident);
    }

    public async ValueTask DisposeAsync()
    {
        _caller.Dispose();
        await _service.DisposeAsync();
    }

    private async Task<double> SayAsync(int turns, Func<int, int> user, CancellationToken cancellation)
    {
        var times = new List<double>(turns);
        for (var i = 0; i < turns; i++)
            times.Add(await _caller.SayAsync(UserBook.Name(user(i)), Sayings.All[i % Sayings.All.Count], cancellation));
        return times.Order().ElementAt(times.Count / 2);
    }

    private static (long Managed, long Resident) Memory()
    {
        var managed = GC.GetTotalMemory(forceFullCollection: true);
        using var process = Process.GetCurrentProcess();
        return (managed, process.WorkingSet64);
    }
}
