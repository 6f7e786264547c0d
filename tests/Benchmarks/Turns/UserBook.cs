using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Orleans;
using Orleans.Storage;
using Samantha.Contracts.Conversations;
using Samantha.Contracts.Interactions;
using Samantha.Grains.Conversations;
using Samantha.Grains.Hosting;
using Samantha.Grains.Interactions;

namespace Samantha.Benchmarks.Turns;

/// <summary>
/// Registers users in bulk: for each, a turn in the log and the snapshot that the grain would have left, both through the
/// service's own storage. The turn is a copy of one that the service really answered.
/// </summary>
internal sealed class UserBook(IServiceProvider services)
{
    // Enough that the writer's transactions are full, and fewer than its queue takes.
    private const int AtOnce = 4_096;

    private readonly IGrainFactory _grains = services.GetRequiredService<IGrainFactory>();
    private readonly IInteractionLog _log = services.GetRequiredService<IInteractionLog>();
    private readonly IGrainStorage _storage = services.GetRequiredKeyedService<IGrainStorage>(SamanthaStorage.Name);

    public static string Name(int number) => $"user{number}";

    /// <summary>Registers users 0 to <paramref name="count"/> - 1; shows how far it is.</summary>
    /// <param name="count">How many.</param>
    /// <param name="example">A user of the service with one turn, which is copied.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task RegisterAsync(int count, string example, CancellationToken cancellation)
    {
        var turn = (await _log.Read(example, 0, 1))[0].Interaction;
        var watch = Stopwatch.StartNew();
        var told = watch.Elapsed;
        var done = 0;
        await Parallel.ForEachAsync(
            Enumerable.Range(0, count),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation },
            async (number, _) =>
            {
                await RegisterAsync(Name(number), turn);
                if (Interlocked.Increment(ref done) % AtOnce == 0 && watch.Elapsed - told > TimeSpan.FromSeconds(5))
                {
                    told = watch.Elapsed;
                    Console.WriteLine($"  {done:n0} of {count:n0} users registered in {watch.Elapsed.TotalSeconds:0} s");
                }
            });
    }

    private async Task RegisterAsync(string user, Interaction turn)
    {
        var logged = await _log.Append(user, 0, turn);
        var snapshot = new GrainState<ConversationSnapshot>(new ConversationSnapshot { State = new ConversationState().After(logged) });
        await _storage.WriteStateAsync("conversation", _grains.GetGrain<IConversationGrain>(user).GetGrainId(), snapshot);
    }
}
