using Samantha.Contracts.Interactions;
using Samantha.Grains.Interactions;
using Samantha.Silo.Storage.Sql;

namespace Samantha.Silo.Storage.Sqlite;

/// <summary>The interaction log in SQLite.</summary>
internal sealed class SqliteInteractionLog(SqliteDatabase database) : SqlInteractionLog(database)
{
    /// <inheritdoc/>
    public override Task<LoggedInteraction> Append(string user, long after, Interaction interaction)
    {
        ArgumentNullException.ThrowIfNull(interaction);
        var body = InteractionJson.Write(interaction);
        var (kind, turnId) = InteractionKind.Of(interaction);
        return database.Write(session =>
        {
            var (position, sequence) = LastOf(session, user);
            if (position != after || (kind == InteractionKind.Turn && Exists(session, user, turnId!)))
                throw new StaleWriterException();

            if (position == 0)
                session.Run("""INSERT INTO author ("user") VALUES (@user)""", ("user", user));
            if (interaction is ConsentChanged consent)
                session.Run("""UPDATE author SET consent = @consent WHERE "user" = @user""", ("consent", (int)consent.Consent), ("user", user));
            var inserted = session.Value(
                $"INSERT INTO interaction (author, sequence, kind, turn_id, body) VALUES ({AuthorOf}, @sequence, @kind, @turn, @body) RETURNING position",
                ("user", user), ("sequence", sequence + 1), ("kind", kind), ("turn", turnId), ("body", body));
            return new LoggedInteraction((long)inserted!, sequence + 1, interaction);
        });
    }

    private static (long Position, long Sequence) LastOf(SqliteSession session, string user) => session.Rows(
        $"SELECT position, sequence FROM interaction WHERE author = {AuthorOf} ORDER BY sequence DESC LIMIT 1",
        row => (row.GetInt64(0), row.GetInt64(1)), ("user", user)).FirstOrDefault();

    private static bool Exists(SqliteSession session, string user, string turnId) => session.Value(
        $"SELECT 1 FROM interaction WHERE author = {AuthorOf} AND kind = {InteractionKind.Turn} AND turn_id = @turn",
        ("user", user), ("turn", turnId)) is not null;
}
