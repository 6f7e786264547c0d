using System.Globalization;

namespace Samantha.Silo.Storage.Sqlite;

/// <summary>The tables, brought up to date one version after the other.</summary>
internal static class SqliteSchema
{
    // AUTOINCREMENT: no position and no author is ever used again, also after the last one was deleted.
    private static readonly string[] Versions =
    [
        """
        CREATE TABLE author (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            user TEXT NOT NULL UNIQUE,
            consent INTEGER NOT NULL DEFAULT 0);
        CREATE TABLE interaction (
            position INTEGER PRIMARY KEY AUTOINCREMENT,
            author INTEGER NOT NULL REFERENCES author (id),
            sequence INTEGER NOT NULL,
            kind INTEGER NOT NULL,
            turn_id TEXT,
            body TEXT NOT NULL,
            UNIQUE (author, sequence));
        CREATE UNIQUE INDEX interaction_turn ON interaction (author, turn_id) WHERE kind = 1;
        CREATE INDEX interaction_feedback ON interaction (author, turn_id, sequence) WHERE kind = 2;
        CREATE TABLE deletion (position INTEGER PRIMARY KEY);
        CREATE TABLE state_version (value INTEGER NOT NULL);
        INSERT INTO state_version VALUES (0);
        CREATE TABLE grain_state (
            grain TEXT NOT NULL,
            name TEXT NOT NULL,
            etag INTEGER NOT NULL,
            body BLOB NOT NULL,
            PRIMARY KEY (grain, name)) WITHOUT ROWID;
        """,
        """
        CREATE TABLE versioned_state (
            grain TEXT NOT NULL,
            name TEXT NOT NULL,
            etag TEXT NOT NULL,
            body BLOB NOT NULL,
            PRIMARY KEY (grain, name)) WITHOUT ROWID;
        INSERT INTO versioned_state SELECT grain, name, etag, body FROM grain_state;
        DROP TABLE grain_state;
        DROP TABLE state_version;
        ALTER TABLE versioned_state RENAME TO grain_state;
        CREATE TABLE reminder (
            grain TEXT NOT NULL,
            name TEXT NOT NULL,
            hash INTEGER NOT NULL,
            start_at INTEGER NOT NULL,
            period INTEGER NOT NULL,
            etag TEXT NOT NULL,
            PRIMARY KEY (grain, name)) WITHOUT ROWID;
        CREATE INDEX reminder_hash ON reminder (hash);
        """,
        """
        CREATE TABLE curation (
            number INTEGER PRIMARY KEY AUTOINCREMENT,
            at INTEGER NOT NULL,
            position INTEGER NOT NULL,
            lesson TEXT NOT NULL,
            author INTEGER NOT NULL REFERENCES author (id) ON DELETE CASCADE,
            outcome INTEGER NOT NULL,
            rule TEXT,
            reason TEXT,
            session INTEGER NOT NULL,
            UNIQUE (position, session, outcome));
        CREATE INDEX curation_author ON curation (author);
        """,
    ];

    /// <summary>Applies what is missing. Processes that start at once take turns, and find it done.</summary>
    /// <exception cref="InvalidDataException">The database is one of a newer release.</exception>
    public static void Apply(SqliteSession session)
    {
        // Looked at first without a lock: processes that write must not keep one that starts from it.
        while (VersionOf(session) < Versions.Length)
        {
            session.Run("BEGIN IMMEDIATE");
            var version = VersionOf(session);
            if (version < Versions.Length)
                session.Run($"{Versions[version]} PRAGMA user_version = {version + 1}");
            session.Run("COMMIT");
        }
    }

    private static int VersionOf(SqliteSession session)
    {
        var version = Convert.ToInt32(session.Value("PRAGMA user_version"), CultureInfo.InvariantCulture);
        return version <= Versions.Length
            ? version
            : throw new InvalidDataException($"The database was written by a newer release (its version is {version}, this release knows {Versions.Length}). Use that release or a newer one.");
    }
}
