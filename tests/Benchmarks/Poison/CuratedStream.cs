using Microsoft.Extensions.DependencyInjection;
using Samantha.Contracts.Interactions;
using Samantha.Contracts.Models;
using Samantha.Contracts.Training;
using Samantha.Grains.Interactions;
using Samantha.Grains.Lessons;
using Samantha.Grains.Training;
using Samantha.Silo.Storage;

namespace Samantha.Benchmarks.Poison;

/// <summary>
/// A stream as the service takes it: into the log on SQLite, read and curated from there, compared before each session, planned
/// into sessions. What a session does with its lessons is the caller's.
/// </summary>
internal sealed class CuratedStream : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private readonly IInteractionLog _log;
    private readonly Curation _curation;
    private readonly LearningOptions _options;
    private readonly Dictionary<int, long> _last = [];
    private readonly Dictionary<long, TaughtQuery> _taught = [];
    private readonly HashSet<long> _learned = [];
    private readonly HashSet<long> _held = [];
    private TrainerState _state = new();

    /// <param name="data">A folder for the log.</param>
    /// <param name="options">How it is curated.</param>
    /// <param name="language">The model's language; null for no defence by it.</param>
    public CuratedStream(string data, LearningOptions options, LanguageModel? language)
    {
        _services = new ServiceCollection().AddOptions().AddEmbeddedStorage(data).BuildServiceProvider();
        _log = _services.GetRequiredService<IInteractionLog>();
        _options = options;
        _curation = new Curation(_log, _services.GetRequiredService<ICurationLog>(), () => Task.FromResult(language), options, TimeProvider.System);
    }

    /// <summary>What was taught of which a session learned, whether or not its version was served.</summary>
    public IEnumerable<TaughtQuery> Learned => At(_learned);

    /// <summary>What was in quarantine, for however long.</summary>
    public IEnumerable<TaughtQuery> Held => At(_held);

    /// <summary>What is in quarantine.</summary>
    public IEnumerable<TaughtQuery> HeldNow => At(_state.Quarantine.Select(held => held.Lesson.Position));

    // Which version it is matters to the order of rehearsal alone.
    private static readonly ModelVersion Parent = new(
        "parent", 1, null, DateTimeOffset.UnixEpoch, "imported", 0, new Dictionary<string, double>(), 0, null, ModelStanding.Accepted, null, false, true)
    { Weights = "parent" };

    /// <summary>What is still known at the end: learned, and not found out since.</summary>
    public IEnumerable<TaughtQuery> Kept => _state.Learned.Select(lesson => _taught[lesson.Position]);

    /// <summary>What was taught at these positions of the log.</summary>
    public IEnumerable<TaughtQuery> At(IEnumerable<long> positions) => positions.Select(position => _taught[position]);

    /// <summary>Why lessons were kept out, and how many.</summary>
    public IReadOnlyDictionary<string, int> Excluded => _state.Excluded;

    /// <summary>Teaches all of it, and holds a session whenever enough waits.</summary>
    /// <param name="stream">What is taught, in its order.</param>
    /// <param name="learn">What a session does; whether its version is served.</param>
    public async Task TeachAsync(IReadOnlyList<TaughtQuery> stream, Func<PlannedSession, bool> learn)
    {
        foreach (var part in stream.Chunk(_options.EnoughLessons))
        {
            for (var told = 0; told < part.Length;)
                told += await AppendAsync(part[told..]);
            _state = await _curation.ReadAll(_state, long.MaxValue, CancellationToken.None);
            await HoldAsync(learn);
        }

        while (!_state.Waiting.IsEmpty && await HoldAsync(learn))
        {
        }
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();

    // At once, in their order, as many as are of different users: each follows the last of its user.
    private async Task<int> AppendAsync(TaughtQuery[] queries)
    {
        var users = new HashSet<int>();
        var together = queries.TakeWhile(query => users.Add(query.User)).ToList();
        var appended = await Task.WhenAll(together.Select(query =>
            _log.Append($"user{query.User}", _last.GetValueOrDefault(query.User), new FactTaught(query.Question, query.Answer) { At = DateTimeOffset.UnixEpoch })));
        foreach (var (query, logged) in together.Zip(appended))
            (_taught[logged.Position], _last[query.User]) = (query, logged.Position);
        return together.Count;
    }

    private async Task<bool> HoldAsync(Func<PlannedSession, bool> learn)
    {
        _state = await _curation.Compare(_state);
        _held.UnionWith(_state.Quarantine.Select(held => held.Lesson.Position));
        if (SessionPlanner.Plan(_state, Parent, DateTimeOffset.UnixEpoch, _options) is not { } planned)
            return false;
        _learned.UnionWith(planned.Lessons.Select(lesson => lesson.Position));
        var outcome = learn(planned) ? SessionOutcome.Promoted : SessionOutcome.Rejected;
        _state = _state.Beginning(planned, _options.RehearsalMemory).Ending(outcome, _options);
        _state = await _curation.Ended(_state, planned, outcome);
        return true;
    }
}
