using System.Collections.Concurrent;
using System.CommandLine;
using Samantha.Training.Evaluation;

namespace Samantha.Benchmarks.Services;

/// <summary>
/// Kills the silo with signal 9 at random moments while users talk and teach, starts it again on the same data, and
/// audits at the end: every confirmed turn is there once, with the reply that was confirmed, and learning went on.
/// </summary>
internal static class CrashCommand
{
    private static readonly string[] Phases = ["training", "evaluating", "publishing", "rollingOut"];

    public static Command Create()
    {
        var kills = new Option<int>("--kills") { DefaultValueFactory = _ => 30, Description = "How often the process is killed" };
        var users = new Option<int>("--users") { DefaultValueFactory = _ => 6, Description = "How many users talk at once" };
        var seed = new Option<int>("--seed") { DefaultValueFactory = _ => 1, Description = "Decides when each kill comes" };
        var command = new Command("crash", "kill -9 at random moments under load: what was confirmed and is lost or doubled") { kills, users, seed };
        command.SetAction((parse, cancellation) => RunAsync(parse.GetValue(kills), parse.GetValue(users), new Random(parse.GetValue(seed)), cancellation));
        return command;
    }

    private static async Task<int> RunAsync(int kills, int users, Random random, CancellationToken cancellation)
    {
        using var scratch = Checkout.NewScratch("crash");
        await using var silo = new SiloProcess(scratch.Folder);
        using var service = new ServiceClient(silo.Url);
        var confirmed = new ConcurrentDictionary<(string User, string TurnId), string>();
        int duringTraining = 0, sessions = 0;
        var recovery = TimeSpan.Zero;
        for (var kill = 0; kill < kills; kill++)
        {
            var ready = await silo.StartAsync(cancellation);
            recovery = ready > recovery ? ready : recovery;
            using var round = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            var load = Enumerable.Range(0, users).Select(user => TalkAsync(service, $"user{user}", kill, confirmed, round.Token)).ToList();
            await TeachAsync(service, kill, cancellation);

            // Every other kill waits for a phase of learning, so that sessions, publications and rollouts are hit too.
            var moment = TimeSpan.FromSeconds(0.3 + 3 * random.NextDouble());
            if (kill % 2 == 1 && await ReachAsync(service, Phases[kill / 2 % Phases.Length], TimeSpan.FromSeconds(25), cancellation))
            {
                duringTraining++;
                moment = TimeSpan.FromSeconds(0.4 * random.NextDouble());
            }

            await Task.Delay(moment, cancellation);
            await silo.KillAsync();
            await round.CancelAsync();
            await Task.WhenAll(load);
            Console.WriteLine($"  kill {kill + 1}: {confirmed.Count} turns confirmed so far, ready again within {ready.TotalSeconds:0.0} s");
        }

        await silo.StartAsync(cancellation);
        var (lost, doubled, different) = await AuditAsync(service, confirmed, cancellation);
        var learned = await LearnsOnAsync(service, cancellation);
        sessions = (int)await SessionsAsync(service, cancellation);
        ResultsTable.Append(Path.Combine(Checkout.Results, "crash.md"), "Killed at random moments",
            ("kills", $"{kills}"), ("while learning", $"{duringTraining}"), ("turns confirmed", $"{confirmed.Count}"), ("lost", $"{lost}"), ("doubled", $"{doubled}"),
            ("changed", $"{different}"), ("sessions", $"{sessions}"), ("learned on at the end", learned ? "yes" : "no"), ("longest restart", $"{recovery.TotalSeconds:0.0} s"));
        return lost == 0 && doubled == 0 && different == 0 && learned ? 0 : 1;
    }

    /// <summary>Talks until told to stop; a turn whose confirmation did not arrive is sent again under the same id.</summary>
    private static async Task TalkAsync(
        ServiceClient service, string user, int round, ConcurrentDictionary<(string, string), string> confirmed, CancellationToken cancellation)
    {
        for (var turn = 0; !cancellation.IsCancellationRequested; turn++)
        {
            var id = $"r{round}-t{turn}";
            try
            {
                var reply = await service.SayAsync(user, $"Find me a table for {turn % 7 + 1} in round {round}.", cancellation, id, temperature: 0.8);
                confirmed[(user, id)] = reply.Text;
            }
            catch (Exception) when (!cancellation.IsCancellationRequested)
            {
                // The process is gone in the middle of a turn. Wait for the round to end; the turn was not confirmed.
                await Task.Delay(Timeout.Infinite, cancellation).ContinueWith(_ => { }, TaskScheduler.Default);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private static async Task TeachAsync(ServiceClient service, int round, CancellationToken cancellation)
    {
        var lesson = Lessons.All[round % Lessons.All.Count];
        var turn = await service.SayAsync($"teacher{round}", lesson.Question, cancellation);
        await service.CorrectAsync($"teacher{round}", turn.TurnId, lesson.Answer, cancellation);
    }

    private static async Task<bool> ReachAsync(ServiceClient service, string phase, TimeSpan limit, CancellationToken cancellation)
    {
        for (var watch = System.Diagnostics.Stopwatch.StartNew(); watch.Elapsed < limit; await Task.Delay(30, cancellation))
            if ((await service.GetAsync("api/training", cancellation)).GetProperty("phase").GetString() == phase)
                return true;
        return false;
    }

    private static async Task<(int Lost, int Doubled, int Different)> AuditAsync(
        ServiceClient service, ConcurrentDictionary<(string User, string TurnId), string> confirmed, CancellationToken cancellation)
    {
        int lost = 0, doubled = 0, different = 0;
        foreach (var user in confirmed.GroupBy(turn => turn.Key.User))
        {
            var stored = await HistoryAsync(service, user.Key, cancellation);
            foreach (var ((_, id), reply) in user)
            {
                var copies = stored.Where(turn => turn.TurnId == id).ToList();
                lost += copies.Count == 0 ? 1 : 0;
                doubled += copies.Count > 1 ? 1 : 0;
                different += copies.Count == 1 && copies[0].Text != reply ? 1 : 0;
            }
        }

        return (lost, doubled, different);
    }

    private static async Task<List<Reply>> HistoryAsync(ServiceClient service, string user, CancellationToken cancellation)
    {
        var turns = new List<Reply>();
        string? before = null;
        do
        {
            var page = await service.GetAsync($"api/conversations/{user}?limit=500{(before is null ? "" : $"&before={before}")}", cancellation);
            turns.AddRange(page.GetProperty("turns").EnumerateArray().Select(turn => new Reply(
                turn.GetProperty("turnId").GetString()!, turn.GetProperty("reply").GetString()!, turn.GetProperty("model").GetString()!)));
            before = page.TryGetProperty("before", out var next) && next.ValueKind == System.Text.Json.JsonValueKind.Number ? next.GetRawText() : null;
        }
        while (before is not null);
        return turns;
    }

    /// <summary>Whether, left alone, the service finishes learning what it was taught and serves a version that did.</summary>
    private static async Task<bool> LearnsOnAsync(ServiceClient service, CancellationToken cancellation)
    {
        for (var watch = System.Diagnostics.Stopwatch.StartNew(); watch.Elapsed < TimeSpan.FromMinutes(3); await Task.Delay(500, cancellation))
        {
            var training = await service.GetAsync("api/training", cancellation);
            if (training.GetProperty("phase").GetString() == "idle" && training.GetProperty("waitingLessons").GetInt32() == 0
                && training.GetProperty("learnedLessons").GetInt32() > 0)
                return true;
        }

        return false;
    }

    private static async Task<long> SessionsAsync(ServiceClient service, CancellationToken cancellation)
    {
        var session = (await service.GetAsync("api/training", cancellation)).GetProperty("session");
        return session.ValueKind == System.Text.Json.JsonValueKind.Object ? session.GetProperty("id").GetInt64() : 0;
    }
}
