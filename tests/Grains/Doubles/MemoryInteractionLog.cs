using Samantha.Contracts.Conversations;
using Samantha.Contracts.Interactions;
using Samantha.Contracts.Problems;
using Samantha.Grains.Interactions;

namespace Samantha.Grains.Tests.Doubles;

/// <summary>A log in memory that outlives clusters, and fails where a test says.</summary>
internal sealed class MemoryInteractionLog : IInteractionLog
{
    private readonly Lock _gate = new();
    private readonly List<Entry> _entries = [];
    private readonly Dictionary<string, long> _authors = [];
    private readonly SortedSet<long> _deletions = [];
    private long _lastPosition;
    private long _lastAuthor;

    /// <summary>Thrown by the next append, before or after it is written.</summary>
    public (Exception Error, bool Written)? NextFailure { get; set; }

    /// <summary>Awaited by every append before it is written.</summary>
    public Func<Interaction, Task>? BeforeAppend { get; set; }

    public IReadOnlyList<Interaction> Of(string user)
    {
        lock (_gate)
            return [.. _entries.Where(entry => entry.User == user).Select(entry => entry.Interaction)];
    }

    public IReadOnlyList<string> TurnsOf(string user) => [.. Of(user).OfType<TurnTaken>().Select(turn => turn.TurnId)];

    public async Task<LoggedInteraction> Append(string user, long after, Interaction interaction)
    {
        if (BeforeAppend is { } wait)
            await wait(interaction);
        lock (_gate)
        {
            var failure = NextFailure;
            NextFailure = null;
            if (failure is { Written: false })
                throw failure.Value.Error;

            var last = _entries.LastOrDefault(entry => entry.User == user);
            if ((last?.Position ?? 0) != after
                || (interaction is TurnTaken turn && _entries.Any(entry => entry.User == user && entry.Interaction is TurnTaken taken && taken.TurnId == turn.TurnId)))
                throw new StaleWriterException();
            if (!_authors.ContainsKey(user))
                _authors[user] = ++_lastAuthor;
            var entry = new Entry(++_lastPosition, (last?.Sequence ?? 0) + 1, user, interaction);
            _entries.Add(entry);
            return failure is null ? entry.Logged : throw failure.Value.Error;
        }
    }

    public Task<IReadOnlyList<LoggedInteraction>> Read(string user, long afterSequence, int limit) =>
        Answer<IReadOnlyList<LoggedInteraction>>(() =>
            [.. _entries.Where(entry => entry.User == user && entry.Sequence > afterSequence).Take(limit).Select(entry => entry.Logged)]);

    public Task<LoggedInteraction?> Find(string user, long sequence) =>
        Answer(() => _entries.FirstOrDefault(entry => entry.User == user && entry.Sequence == sequence)?.Logged);

    public Task<IReadOnlyList<Turn>> ReadTurns(string user, long? before, int limit) =>
        Answer<IReadOnlyList<Turn>>(() => [.. Turns(user).Where(turn => turn.Sequence < (before ?? long.MaxValue)).TakeLast(limit)]);

    public Task<Turn?> FindTurn(string user, string turnId) => Answer(() => Turns(user).FirstOrDefault(turn => turn.TurnId == turnId));

    public Task<Turn?> FindTurn(long author, string turnId, long through) => Answer(() =>
        UserOf(author) is { } user ? Turns(user, through).FirstOrDefault(turn => turn.TurnId == turnId) : null);

    public Task<Consent> ConsentAt(long author, long position) => Answer(() => ConsentOf(UserOf(author), position));

    public Task<Turn?> FindTurnAfter(long author, long sequence, long through) => Answer(() =>
        UserOf(author) is { } user ? Turns(user, through).FirstOrDefault(turn => turn.Sequence > sequence) : null);

    public Task<int> Forget(string user) => Answer(() =>
    {
        foreach (var entry in _entries.Where(entry => entry.User == user && entry.Interaction is FeedbackGiven or FactTaught))
            _deletions.Add(entry.Position);
        _authors.Remove(user);
        return _entries.RemoveAll(entry => entry.User == user);
    });

    public Task<IReadOnlyList<AuthoredInteraction>> ReadFrom(long after, int limit) =>
        Answer<IReadOnlyList<AuthoredInteraction>>(() =>
            [.. _entries.Where(entry => entry.Position > after).Take(limit).Select(entry => new AuthoredInteraction(entry.Position, _authors[entry.User], ConsentOf(entry.User, long.MaxValue), entry.Interaction))]);

    public Task<IReadOnlyList<long>> ReadDeletions() => Answer<IReadOnlyList<long>>(() => [.. _deletions]);

    public Task AcknowledgeDeletions(IReadOnlyList<long> positions) => Answer(() =>
    {
        _deletions.ExceptWith(positions);
        return 0;
    });

    public static StorageFullException Full() => new("full");

    private Task<T> Answer<T>(Func<T> read)
    {
        lock (_gate)
            return Task.FromResult(read());
    }

    private string? UserOf(long author) => _authors.FirstOrDefault(known => known.Value == author).Key;

    private Consent ConsentOf(string? user, long position) => _entries
        .Where(entry => entry.User == user && entry.Position <= position)
        .Select(entry => entry.Interaction)
        .OfType<ConsentChanged>()
        .LastOrDefault()?.Consent ?? Consent.Unstated;

    private IEnumerable<Turn> Turns(string user, long through = long.MaxValue)
    {
        var own = _entries.Where(entry => entry.User == user && (entry.Interaction is not FeedbackGiven || entry.Position <= through)).ToList();
        return own
            .Where(entry => entry.Interaction is TurnTaken)
            .Select(entry => own
                .Select(other => other.Interaction)
                .OfType<FeedbackGiven>()
                .Where(feedback => feedback.TurnId == ((TurnTaken)entry.Interaction).TurnId)
                .Aggregate(TurnFold.Of((TurnTaken)entry.Interaction, entry.Sequence), (turn, feedback) => TurnFold.With(turn, feedback.Feedback)));
    }

    private sealed record Entry(long Position, long Sequence, string User, Interaction Interaction)
    {
        public LoggedInteraction Logged => new(Position, Sequence, Interaction);
    }
}
