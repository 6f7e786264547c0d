using System.Diagnostics;
using System.Globalization;
using Samantha.Client;
using Samantha.Client.Conversations;
using Samantha.Contracts.Conversations;
using Spectre.Console;

namespace Samantha.LoadGenerator;

/// <summary>Users talk at once for a while; then every turn of every user is compared with what the service has stored.</summary>
internal sealed class LoadRun(LoadSettings settings, IReadOnlyList<IReadOnlyList<string>> dialogues, IAnsiConsole console)
{
    private const int PageSize = 500, AuditsAtOnce = 16;

    /// <summary>Runs.</summary>
    /// <exception cref="HttpRequestException">No silo can be reached at the end, so that nothing can be compared.</exception>
    public async Task<LoadReport> RunAsync(CancellationToken cancellationToken)
    {
        // One client for each silo, so that each user begins with one and knows all others.
        var clients = settings.Addresses.Select((_, first) => new SamanthaClient(Options(first))).ToList();
        try
        {
            var meter = new LoadMeter();
            // Names of their own: what earlier runs said is not compared.
            var run = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds().ToString("x", CultureInfo.InvariantCulture);
            var users = Enumerable.Range(0, settings.Users)
                .Select(i => new SimulatedUser(clients[i % clients.Count], $"load-{run}-{i}", dialogues, settings, new Random(HashCode.Combine(settings.Seed, i)), meter))
                .ToList();
            var elapsed = await TalkAsync(users, meter, cancellationToken).ConfigureAwait(false);
            console.WriteLine("Comparing what was confirmed with what is stored");
            var audit = await AuditAsync(users, cancellationToken).ConfigureAwait(false);
            return LoadReport.Of(settings, elapsed, meter, audit);
        }
        finally
        {
            clients.ForEach(client => client.Dispose());
        }
    }

    private async Task<TimeSpan> TalkAsync(List<SimulatedUser> users, LoadMeter meter, CancellationToken cancellationToken)
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        enough.CancelAfter(settings.Duration);
        over.CancelAfter(settings.Duration + LoadSettings.Grace);
        var watch = Stopwatch.StartNew();
        var talking = Task.WhenAll(users.Select(user => Task.Run(() => user.TalkAsync(enough.Token, over.Token), CancellationToken.None)));
        await LoadView.FollowAsync(console, meter, () => watch.Elapsed, settings.Duration, talking).ConfigureAwait(false);
        try
        {
            await talking.ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // Counted already: a turn that never ended is a turn that failed.
        }

        return watch.Elapsed;
    }

    private static async Task<TurnAudit> AuditAsync(List<SimulatedUser> users, CancellationToken cancellationToken)
    {
        var total = default(TurnAudit);
        foreach (var some in users.Chunk(AuditsAtOnce))
        {
            var audits = await Task.WhenAll(some.Select(async user =>
                TurnAudit.Of(user.Confirmed, user.Uncertain, await StoredAsync(user.Conversation, cancellationToken).ConfigureAwait(false)))).ConfigureAwait(false);
            total = audits.Aggregate(total, (sum, audit) => sum + audit);
        }

        return total;
    }

    // All turns, oldest first; pages come newest first.
    private static async Task<List<Turn>> StoredAsync(ConversationClient conversation, CancellationToken cancellationToken)
    {
        var turns = new List<Turn>();
        long? before = null;
        do
        {
            var page = await conversation.ReadAsync(before, PageSize, cancellationToken).ConfigureAwait(false);
            turns.InsertRange(0, page.Turns);
            before = page.Turns.Count < PageSize ? null : page.Turns[0].Sequence;
        }
        while (before is not null);
        return turns;
    }

    private SamanthaClientOptions Options(int first) => new()
    {
        BaseAddress = settings.Addresses[first],
        OtherAddresses = [.. settings.Addresses.Skip(first + 1).Concat(settings.Addresses.Take(first))],
        ApiKey = settings.ApiKey,
        MostAttempts = settings.Attempts,
    };
}
