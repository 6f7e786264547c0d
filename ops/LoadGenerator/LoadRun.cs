using System.Diagnostics;
using System.Globalization;
using Samantha.Client;
using Spectre.Console;

namespace Samantha.LoadGenerator;

/// <summary>Users talk at once for a while; then every turn of every user is compared with what the service has stored.</summary>
internal sealed class LoadRun : IDisposable
{
    private const int AuditsAtOnce = 16;

    private readonly LoadSettings _settings;
    private readonly IAnsiConsole _console;
    private readonly List<SamanthaClient> _clients;

    public LoadRun(LoadSettings settings, IReadOnlyList<IReadOnlyList<string>> dialogues, IAnsiConsole console)
    {
        _settings = settings;
        _console = console;
        // One client for each silo, so that each user begins with one and knows all others.
        _clients = [.. settings.Addresses.Select((_, first) => new SamanthaClient(Options(first)))];
        // Names of their own: what earlier runs said is not compared.
        var run = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds().ToString("x", CultureInfo.InvariantCulture);
        Users =
        [
            .. Enumerable.Range(0, settings.Users).Select(i => new SimulatedUser(
                _clients[i % _clients.Count], $"load-{run}-{i}", dialogues, settings, new Random(HashCode.Combine(settings.Seed, i)), Meter)),
        ];
    }

    public LoadMeter Meter { get; } = new();

    public IReadOnlyList<SimulatedUser> Users { get; }

    /// <summary>Talks, then audits.</summary>
    /// <exception cref="HttpRequestException">No silo can be reached at the end, so that nothing can be compared.</exception>
    public async Task<LoadReport> RunAsync(CancellationToken cancellationToken)
    {
        var elapsed = await TalkAsync(cancellationToken).ConfigureAwait(false);
        return await AuditAsync(elapsed, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Lets the users talk, and shows what happens.</summary>
    /// <param name="cancellationToken">Ends even the turns under way.</param>
    /// <param name="early">No new turn begins after this, if it comes before the time is over.</param>
    /// <returns>How long it took.</returns>
    public async Task<TimeSpan> TalkAsync(CancellationToken cancellationToken, CancellationToken early = default)
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, early);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        enough.CancelAfter(_settings.Duration);
        over.CancelAfter(_settings.Duration + LoadSettings.Grace);
        var watch = Stopwatch.StartNew();
        var talking = Task.WhenAll(Users.Select(user => Task.Run(() => user.TalkAsync(enough.Token, over.Token), CancellationToken.None)));
        await LoadView.FollowAsync(_console, Meter, () => watch.Elapsed, _settings.Duration, talking).ConfigureAwait(false);
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

    /// <summary>Compares what was confirmed with what is stored.</summary>
    /// <param name="elapsed">How long the users talked.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="HttpRequestException">No silo can be reached.</exception>
    public async Task<LoadReport> AuditAsync(TimeSpan elapsed, CancellationToken cancellationToken)
    {
        _console.WriteLine("Comparing what was confirmed with what is stored");
        var total = default(TurnAudit);
        foreach (var some in Users.Chunk(AuditsAtOnce))
        {
            var audits = await Task.WhenAll(some.Select(async user => TurnAudit.Of(
                user.Confirmed, user.Uncertain, (await StoredTurns.ReadAsync(user.Conversation, cancellationToken).ConfigureAwait(false)).Turns))).ConfigureAwait(false);
            total = audits.Aggregate(total, (sum, audit) => sum + audit);
        }

        return LoadReport.Of(_settings, elapsed, Meter, total);
    }

    public void Dispose() => _clients.ForEach(client => client.Dispose());

    private SamanthaClientOptions Options(int first) => new()
    {
        BaseAddress = _settings.Addresses[first],
        OtherAddresses = [.. _settings.Addresses.Skip(first + 1).Concat(_settings.Addresses.Take(first))],
        ApiKey = _settings.ApiKey,
        Patience = _settings.Patience ?? new SamanthaClientOptions().Patience,
    };
}
