using Npgsql;

namespace Samantha.Silo.Storage.Postgres;

/// <summary>The tables, brought up to date one version after the other.</summary>
internal static class PostgresSchema
{
    // Advisory locks are numbers that programs agree on; these two are the platform's.
    private const long MigrationLock = 0x53616D616E746801;
    private const long LogLock = 0x53616D616E746802;

    /// <summary>
    /// Takes the log for one writer until its transaction ends. So positions appear in their order, and who reads on from the
    /// last position it saw misses none.
    /// </summary>
    public static readonly string LockLog = $"SELECT pg_advisory_xact_lock({LogLock})";

    // Identities are never used again, also after the last one was deleted.
    private static readonly string[] Versions =
    [
        $"""
        CREATE TABLE author (
            id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            "user" text NOT NULL UNIQUE,
            consent integer NOT NULL DEFAULT 0);
        CREATE TABLE interaction (
            position bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            author bigint NOT NULL REFERENCES author (id),
            sequence bigint NOT NULL,
            kind integer NOT NULL,
            turn_id text,
            body text NOT NULL,
            UNIQUE (author, sequence));
        CREATE UNIQUE INDEX interaction_turn ON interaction (author, turn_id) WHERE kind = 1;
        CREATE INDEX interaction_feedback ON interaction (author, turn_id, sequence) WHERE kind = 2;
        CREATE TABLE deletion (position bigint PRIMARY KEY);
        CREATE TABLE grain_state (
            grain text NOT NULL,
            name text NOT NULL,
            etag text NOT NULL,
            body bytea NOT NULL,
            PRIMARY KEY (grain, name));
        CREATE TABLE reminder (
            grain text NOT NULL,
            name text NOT NULL,
            hash bigint NOT NULL,
            start_at bigint NOT NULL,
            period bigint NOT NULL,
            etag text NOT NULL,
            PRIMARY KEY (grain, name));
        CREATE INDEX reminder_hash ON reminder (hash);

        -- Appends in the order given; a place without a position was refused. All of its data has arrived before the lock is
        -- taken, so that a client that stalls while it sends holds up no one. With "again" it finds what an earlier attempt
        -- stored, whose answer was lost.
        CREATE FUNCTION append_interactions(
            users text[], afters bigint[], kinds integer[], turns text[], consents integer[], bodies text[], again boolean)
        RETURNS TABLE (appended_position bigint, appended_sequence bigint) LANGUAGE plpgsql AS $function$
        DECLARE
            item record;
            writer bigint;
            last record;
        BEGIN
            PERFORM pg_advisory_xact_lock({LogLock});
            FOR item IN SELECT * FROM unnest(users, afters, kinds, turns, consents, bodies) AS t (name, after, kind, turn_id, consent, body) LOOP
                appended_position := NULL;
                appended_sequence := NULL;
                SELECT id INTO writer FROM author WHERE "user" = item.name;
                SELECT i.position, i.sequence INTO last FROM interaction i WHERE i.author = writer ORDER BY i.sequence DESC LIMIT 1;
                IF again AND coalesce(last.position, 0) <> item.after THEN
                    SELECT i.position, i.sequence INTO appended_position, appended_sequence
                        FROM interaction i WHERE i.author = writer AND i.body = item.body AND i.sequence =
                            (SELECT coalesce(max(sequence), 0) + 1 FROM interaction WHERE author = writer AND position <= item.after);
                ELSIF coalesce(last.position, 0) = item.after AND NOT (item.kind = 1 AND EXISTS (
                        SELECT FROM interaction i WHERE i.author = writer AND i.kind = 1 AND i.turn_id = item.turn_id)) THEN
                    IF writer IS NULL THEN
                        INSERT INTO author ("user") VALUES (item.name) RETURNING id INTO writer;
                    END IF;
                    IF item.consent IS NOT NULL THEN
                        UPDATE author SET consent = item.consent WHERE id = writer;
                    END IF;
                    INSERT INTO interaction AS i (author, sequence, kind, turn_id, body)
                        VALUES (writer, coalesce(last.sequence, 0) + 1, item.kind, item.turn_id, item.body)
                        RETURNING i.position, i.sequence INTO appended_position, appended_sequence;
                END IF;
                RETURN NEXT;
            END LOOP;
        END $function$;
        """,
        """
        CREATE TABLE curation (
            number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            at bigint NOT NULL,
            position bigint NOT NULL,
            lesson text NOT NULL,
            author bigint NOT NULL REFERENCES author (id) ON DELETE CASCADE,
            outcome bigint NOT NULL,
            rule text,
            reason text,
            session bigint NOT NULL,
            UNIQUE (position, session, outcome));
        CREATE INDEX curation_author ON curation (author);
        """,
    ];

    /// <summary>Applies what is missing. Silos that start at once take turns, and find it done.</summary>
    /// <exception cref="InvalidDataException">The database is one of a newer release.</exception>
    public static async Task Apply(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        while (await ApplyNext(connection, cancellationToken))
        {
        }
    }

    /// <returns>Whether there was something to apply.</returns>
    private static async Task<bool> ApplyNext(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await Run($"""
            SET LOCAL statement_timeout = 0;
            SELECT pg_advisory_xact_lock({MigrationLock});
            """);
        // Looked for first: who may not create tables may still use them.
        if (await Value("SELECT to_regclass('samantha_schema')::text") is not string)
            await Run("CREATE TABLE samantha_schema (version integer NOT NULL); INSERT INTO samantha_schema VALUES (0)");
        var version = (int)(await Value("SELECT version FROM samantha_schema"))!;
        if (version > Versions.Length)
            throw new InvalidDataException($"The database was written by a newer release (its version is {version}, this release knows {Versions.Length}). Use that release or a newer one.");
        if (version == Versions.Length)
            return false;

        await Run(Versions[version]);
        await Run($"UPDATE samantha_schema SET version = {version + 1}");
        await transaction.CommitAsync(cancellationToken);
        return true;

        async Task Run(string sql)
        {
            await using var command = new NpgsqlCommand(sql, connection, transaction);
            await command.ExecuteNonQueryAsync(cancellationToken);
        }

        async Task<object?> Value(string sql)
        {
            await using var command = new NpgsqlCommand(sql, connection, transaction);
            return await command.ExecuteScalarAsync(cancellationToken);
        }
    }
}
