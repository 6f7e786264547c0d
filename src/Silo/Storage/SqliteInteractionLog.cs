using System.Globalization;
using Microsoft.Data.Sqlite;
using Samantha.Contracts.Conversations;
using Samantha.Contracts.Interactions;
using Samantha.Grains.Interactions;

namespace Samantha.Silo.Storage;

/// <summary>The interaction log in SQLite.</summary>
public sealed class SqliteInteractionLog(SqliteDatabase database) : IInteractionLog
{
    // Values of the column "kind"; never to be renumbered.
    private const int Turn = 1;
    private const int Feedback = 2;
    private const int Taught = 3;
    private const int Other = 4;

    private const string AuthorOf = "(SELECT id FROM author WHERE user = $user)";

    /// <inheritdoc/>
    public Task<LoggedInteraction> Append(string user, long after, Interaction interaction)
    {
        ArgumentNullException.ThrowIfNull(interaction);
        var body = InteractionJson.Write(interaction);
        var (kind, turnId) = interaction switch
        {
            TurnTaken turn => (Turn, turn.TurnId),
            FeedbackGiven feedback => (Feedback, feedback.TurnId),
            FactTaught => (Taught, (string?)null),
            _ => (Other, null),
        };
        return database.Write(session =>
        {
            var (position, sequence) = LastOf(session, user);
            if (position != after || (kind == Turn && Exists(session, user, turnId!)))
                throw new StaleWriterException();

            if (position == 0)
                session.Run("INSERT INTO author (user) VALUES ($user)", ("$user", user));
            if (interaction is ConsentChanged consent)
                session.Run("UPDATE author SET consent = $consent WHERE user = $user", ("$consent", (int)consent.Consent), ("$user", user));
            var inserted = session.Value(
                $"INSERT INTO interaction (author, sequence, kind, turn_id, body) VALUES ({AuthorOf}, $sequence, $kind, $turn, $body) RETURNING position",
                ("$user", user), ("$sequence", sequence + 1), ("$kind", kind), ("$turn", turnId), ("$body", body));
            return new LoggedInteraction((long)inserted!, sequence + 1, interaction);
        });
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<LoggedInteraction>> Read(string user, long afterSequence, int limit) =>
        database.Read<IReadOnlyList<LoggedInteraction>>(session => session.Rows(
            $"SELECT position, sequence, body FROM interaction WHERE author = {AuthorOf} AND sequence > $after ORDER BY sequence LIMIT $limit",
            Logged, ("$user", user), ("$after", afterSequence), ("$limit", limit)));

    /// <inheritdoc/>
    public Task<LoggedInteraction?> Find(string user, long sequence) =>
        database.Read(session => session.Rows(
            $"SELECT position, sequence, body FROM interaction WHERE author = {AuthorOf} AND sequence = $sequence",
            Logged, ("$user", user), ("$sequence", sequence)).FirstOrDefault());

    /// <inheritdoc/>
    public Task<IReadOnlyList<Turn>> ReadTurns(string user, long? before, int limit) =>
        database.Read<IReadOnlyList<Turn>>(session =>
        {
            var author = AuthorIdOf(session, user);
            var turns = session.Rows(
                $"SELECT sequence, turn_id, body FROM interaction WHERE author = $author AND kind = {Turn} AND sequence < $before ORDER BY sequence DESC LIMIT $limit",
                TurnOf, ("$author", author), ("$before", before ?? long.MaxValue), ("$limit", limit));
            turns.Reverse();
            return turns.ConvertAll(turn => Judged(session, author, turn));
        });

    /// <inheritdoc/>
    public Task<Turn?> FindTurn(string user, string turnId) =>
        database.Read(session => FindTurn(session, AuthorIdOf(session, user), turnId));

    /// <inheritdoc/>
    public Task<Turn?> FindTurn(long author, string turnId) =>
        database.Read(session => FindTurn(session, author, turnId));

    /// <inheritdoc/>
    public async Task<int> Forget(string user)
    {
        var deleted = await database.Write(session =>
        {
            session.Run(
                $"INSERT INTO deletion SELECT position FROM interaction WHERE author = {AuthorOf} AND kind IN ({Feedback}, {Taught})",
                ("$user", user));
            var count = session.Run($"DELETE FROM interaction WHERE author = {AuthorOf}", ("$user", user));
            session.Run("DELETE FROM author WHERE user = $user", ("$user", user));
            // Inside the transaction's thread, so that the wipe follows this very commit.
            database.Wipe();
            return count;
        });
        return deleted;
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<AuthoredInteraction>> ReadFrom(long after, int limit) =>
        database.Read<IReadOnlyList<AuthoredInteraction>>(session => session.Rows(
            "SELECT position, interaction.author, consent, body FROM interaction JOIN author ON author.id = interaction.author WHERE position > $after ORDER BY position LIMIT $limit",
            row => new AuthoredInteraction(row.GetInt64(0), row.GetInt64(1), (Consent)row.GetInt32(2), InteractionJson.Read(row.GetString(3))),
            ("$after", after), ("$limit", limit)));

    /// <inheritdoc/>
    public Task<IReadOnlyList<long>> ReadDeletions() =>
        database.Read<IReadOnlyList<long>>(session => session.Rows("SELECT position FROM deletion ORDER BY position", row => row.GetInt64(0)));

    /// <inheritdoc/>
    public Task AcknowledgeDeletions(IReadOnlyList<long> positions) => database.Write(session =>
    {
        foreach (var position in positions)
            session.Run("DELETE FROM deletion WHERE position = $position", ("$position", position));
        return positions.Count;
    });

    private static LoggedInteraction Logged(SqliteDataReader row) =>
        new(row.GetInt64(0), row.GetInt64(1), InteractionJson.Read(row.GetString(2)));

    private static Turn TurnOf(SqliteDataReader row) =>
        TurnFold.Of((TurnTaken)InteractionJson.Read(row.GetString(2)), row.GetInt64(0));

    private static (long Position, long Sequence) LastOf(SqliteSession session, string user) => session.Rows(
        $"SELECT position, sequence FROM interaction WHERE author = {AuthorOf} ORDER BY sequence DESC LIMIT 1",
        row => (row.GetInt64(0), row.GetInt64(1)), ("$user", user)).FirstOrDefault();

    private static long AuthorIdOf(SqliteSession session, string user) =>
        Convert.ToInt64(session.Value("SELECT id FROM author WHERE user = $user", ("$user", user)), CultureInfo.InvariantCulture);

    private static bool Exists(SqliteSession session, string user, string turnId) => session.Value(
        $"SELECT 1 FROM interaction WHERE author = {AuthorOf} AND kind = {Turn} AND turn_id = $turn",
        ("$user", user), ("$turn", turnId)) is not null;

    private static Turn? FindTurn(SqliteSession session, long author, string turnId)
    {
        var turns = session.Rows(
            $"SELECT sequence, turn_id, body FROM interaction WHERE author = $author AND kind = {Turn} AND turn_id = $turn",
            TurnOf, ("$author", author), ("$turn", turnId));
        return turns is [var turn] ? Judged(session, author, turn) : null;
    }

    private static Turn Judged(SqliteSession session, long author, Turn turn) => session.Rows(
            $"SELECT body FROM interaction WHERE author = $author AND kind = {Feedback} AND turn_id = $turn ORDER BY sequence",
            row => (FeedbackGiven)InteractionJson.Read(row.GetString(0)), ("$author", author), ("$turn", turn.TurnId))
        .Aggregate(turn, (judged, given) => TurnFold.With(judged, given.Feedback));
}
