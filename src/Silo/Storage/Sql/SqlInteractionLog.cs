using System.Data.Common;
using Samantha.Contracts.Conversations;
using Samantha.Contracts.Interactions;
using Samantha.Grains.Interactions;

namespace Samantha.Silo.Storage.Sql;

/// <summary>The interaction log in a database. How an append finds its place is the engine's.</summary>
internal abstract class SqlInteractionLog(ISqlDatabase database) : IInteractionLog
{
    /// <summary>The id of a user in <c>author</c>.</summary>
    protected const string AuthorOf = """(SELECT id FROM author WHERE "user" = @user)""";

    /// <inheritdoc/>
    public abstract Task<LoggedInteraction> Append(string user, long after, Interaction interaction);

    /// <inheritdoc/>
    public Task<IReadOnlyList<LoggedInteraction>> Read(string user, long afterSequence, int limit) => database.Read(
        new($"SELECT position, sequence, body FROM interaction WHERE author = {AuthorOf} AND sequence > @after ORDER BY sequence LIMIT @limit",
            ("user", user), ("after", afterSequence), ("limit", limit)),
        Logged);

    /// <inheritdoc/>
    public async Task<LoggedInteraction?> Find(string user, long sequence) => (await database.Read(
        new($"SELECT position, sequence, body FROM interaction WHERE author = {AuthorOf} AND sequence = @sequence", ("user", user), ("sequence", sequence)),
        Logged)).FirstOrDefault();

    /// <inheritdoc/>
    public Task<IReadOnlyList<Turn>> ReadTurns(string user, long? before, int limit) => Turns(
        $"author = {AuthorOf} AND sequence < @before", limit, long.MaxValue, ("user", user), ("before", before ?? long.MaxValue));

    /// <inheritdoc/>
    public async Task<Turn?> FindTurn(string user, string turnId) =>
        (await Turns($"author = {AuthorOf} AND turn_id = @turn", 1, long.MaxValue, ("user", user), ("turn", turnId))).FirstOrDefault();

    /// <inheritdoc/>
    public async Task<Turn?> FindTurn(long author, string turnId, long through) =>
        (await Turns("author = @author AND turn_id = @turn", 1, through, ("author", author), ("turn", turnId))).FirstOrDefault();

    /// <inheritdoc/>
    public async Task<Consent> ConsentAt(long author, long position) => (await database.Read(
            new($"SELECT body FROM interaction WHERE author = @author AND kind = {InteractionKind.Other} AND position <= @position ORDER BY sequence DESC",
                ("author", author), ("position", position)),
            row => InteractionJson.Read(row.GetString(0))))
        .OfType<ConsentChanged>().FirstOrDefault()?.Consent ?? Consent.Unstated;

    /// <inheritdoc/>
    public async Task<Turn?> FindTurnAfter(long author, long sequence, long through) => (await Turns(
        $"sequence = (SELECT min(sequence) FROM interaction WHERE author = @author AND kind = {InteractionKind.Turn} AND sequence > @sequence AND position <= @through) AND author = @author",
        1, through, ("author", author), ("sequence", sequence))).FirstOrDefault();

    /// <inheritdoc/>
    public async Task<int> Forget(string user)
    {
        var changed = await database.Erase(
            new SqlStatement(
                $"INSERT INTO deletion SELECT position FROM interaction WHERE author = {AuthorOf} AND kind IN ({InteractionKind.Feedback}, {InteractionKind.Taught})",
                ("user", user)),
            new SqlStatement($"DELETE FROM interaction WHERE author = {AuthorOf}", ("user", user)),
            new SqlStatement("""DELETE FROM author WHERE "user" = @user""", ("user", user)));
        return changed[1];
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<AuthoredInteraction>> ReadFrom(long after, int limit) => database.Read(
        new("SELECT position, interaction.author, consent, body FROM interaction JOIN author ON author.id = interaction.author "
            + "WHERE position > @after ORDER BY position LIMIT @limit",
            ("after", after), ("limit", limit)),
        row => new AuthoredInteraction(row.GetInt64(0), row.GetInt64(1), (Consent)row.GetInt32(2), InteractionJson.Read(row.GetString(3))));

    /// <inheritdoc/>
    public Task<IReadOnlyList<long>> ReadDeletions() =>
        database.Read(new("SELECT position FROM deletion ORDER BY position"), row => row.GetInt64(0));

    /// <inheritdoc/>
    public Task AcknowledgeDeletions(IReadOnlyList<long> positions) =>
        database.Write([.. positions.Select(position => new SqlStatement("DELETE FROM deletion WHERE position = @position", ("position", position)))]);

    private static LoggedInteraction Logged(DbDataReader row) =>
        new(row.GetInt64(0), row.GetInt64(1), InteractionJson.Read(row.GetString(2)));

    /// <summary>The last turns of those where a condition holds, oldest first, each with its feedback up to a position.</summary>
    private async Task<IReadOnlyList<Turn>> Turns(string where, int limit, long through, params (string, object?)[] values)
    {
        var rows = await database.Read(
            new($"""
                SELECT turn.sequence, turn.body, feedback.body
                FROM (SELECT author, sequence, turn_id, body FROM interaction
                      WHERE kind = {InteractionKind.Turn} AND {where} ORDER BY sequence DESC LIMIT @limit) AS turn
                LEFT JOIN interaction AS feedback
                    ON feedback.author = turn.author AND feedback.kind = {InteractionKind.Feedback} AND feedback.turn_id = turn.turn_id AND feedback.position <= @through
                ORDER BY turn.sequence, feedback.sequence
                """, [.. values, ("limit", limit), ("through", through)]),
            row => (Sequence: row.GetInt64(0), Body: row.GetString(1), Feedback: row.IsDBNull(2) ? null : row.GetString(2)));
        var turns = new List<Turn>();
        foreach (var (sequence, body, feedback) in rows)
        {
            if (turns is not [.., { } last] || last.Sequence != sequence)
                turns.Add(TurnFold.Of((TurnTaken)InteractionJson.Read(body), sequence));
            if (feedback is not null)
                turns[^1] = TurnFold.With(turns[^1], ((FeedbackGiven)InteractionJson.Read(feedback)).Feedback);
        }

        return turns;
    }
}
