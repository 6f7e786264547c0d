using System.Globalization;
using Npgsql;

namespace Samantha.Silo.Storage.Postgres;

/// <summary>A connection string with the platform's bounds where it states none.</summary>
internal static class PostgresConnectionString
{
    /// <summary>Says how a connection string is written.</summary>
    public const string Example = "Host=db.example;Database=samantha;Username=samantha;Password=…";

    // For every session: commits that survive a power failure, the isolation that the log's order rests on, and an end to
    // whatever a client that vanished left behind.
    private static readonly (string Setting, string Value)[] Session =
    [
        ("synchronous_commit", "on"),
        ("default_transaction_isolation", "read\\ committed"),
        ("statement_timeout", "30s"),
        ("lock_timeout", "10s"),
        ("idle_in_transaction_session_timeout", "10s"),
        ("tcp_keepalives_idle", "5"),
        ("tcp_keepalives_interval", "2"),
        ("tcp_keepalives_count", "3"),
    ];

    /// <summary>Reads a connection string.</summary>
    /// <exception cref="FormatException">It is none. The message repeats nothing of it: any part may be the password.</exception>
    public static NpgsqlConnectionStringBuilder Parse(string text)
    {
        NpgsqlConnectionStringBuilder parsed;
        try
        {
            parsed = new NpgsqlConnectionStringBuilder(text);
        }
        catch (Exception error) when (error is ArgumentException or FormatException or InvalidCastException or OverflowException or KeyNotFoundException)
        {
            throw new FormatException($"The PostgreSQL connection string cannot be read. Write it as {Example}, and quote a password that holds ; or =.");
        }

        if (string.IsNullOrEmpty(parsed.Host))
            throw new FormatException($"The PostgreSQL connection string names no host. Write it as {Example}.");
        Default("Maximum Pool Size", () => parsed.MaxPoolSize = 32);
        Default("Timeout", () => parsed.Timeout = 5);
        Default("Command Timeout", () => parsed.CommandTimeout = 10);
        Default("Cancellation Timeout", () => parsed.CancellationTimeout = 1_000);
        Default("Max Auto Prepare", () => parsed.MaxAutoPrepare = 64);
        Default("Auto Prepare Min Usages", () => parsed.AutoPrepareMinUsages = 2);
        Default("Tcp Keepalive", () =>
        {
            parsed.TcpKeepAlive = true;
            parsed.TcpKeepAliveTime = 5;
            parsed.TcpKeepAliveInterval = 2;
        });
        Default("Application Name", () => parsed.ApplicationName = "samantha");
        parsed.PersistSecurityInfo = false;
        var session = string.Join(' ', Session.Select(setting => string.Create(CultureInfo.InvariantCulture, $"-c {setting.Setting}={setting.Value}")));
        parsed.Options = string.IsNullOrEmpty(parsed.Options) ? session : $"{session} {parsed.Options}";
        return parsed;

        void Default(string keyword, Action set)
        {
            // Tells whether it was stated, by whichever of its spellings.
            if (!parsed.ShouldSerialize(keyword))
                set();
        }
    }
}
