using System.Globalization;
using System.Text.Json;
using Orleans;
using Orleans.Runtime;
using Orleans.Storage;

namespace Samantha.Silo.Storage;

/// <summary>
/// Grain state in SQLite, as JSON. Every write must name the version of what it replaces (its ETag); a writer that missed
/// one is refused.
/// </summary>
public sealed class SqliteGrainStorage(SqliteDatabase database) : IGrainStorage
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <inheritdoc/>
    public async Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var row = await database.Read(session => session.Rows(
            "SELECT etag, body FROM grain_state WHERE grain = $grain AND name = $name",
            row => new Stored(row.GetInt64(0), (byte[])row[1]),
            ("$grain", grainId.ToString()), ("$name", stateName)).FirstOrDefault());
        grainState.ETag = Text(row?.Etag);
        grainState.RecordExists = row is not null;
        grainState.State = row is null ? Activator.CreateInstance<T>() : JsonSerializer.Deserialize<T>(row.Body, Json)!;
    }

    /// <inheritdoc/>
    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var grain = grainId.ToString();
        var etag = grainState.ETag;
        var body = JsonSerializer.SerializeToUtf8Bytes(grainState.State, Json);
        grainState.ETag = await database.Write(session =>
        {
            Check(session, grain, stateName, etag);
            var next = session.Value("UPDATE state_version SET value = value + 1 RETURNING value");
            session.Run(
                "INSERT INTO grain_state (grain, name, etag, body) VALUES ($grain, $name, $etag, $body) ON CONFLICT DO UPDATE SET etag = $etag, body = $body",
                ("$grain", grain), ("$name", stateName), ("$etag", next), ("$body", body));
            return Text((long)next!);
        });
        grainState.RecordExists = true;
    }

    /// <inheritdoc/>
    public async Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var grain = grainId.ToString();
        var etag = grainState.ETag;
        await database.Write(session =>
        {
            Check(session, grain, stateName, etag);
            // The name of a grain may be a user's: nothing of it stays.
            var cleared = session.Run("DELETE FROM grain_state WHERE grain = $grain AND name = $name", ("$grain", grain), ("$name", stateName));
            database.Wipe();
            return cleared;
        });
        grainState.ETag = null;
        grainState.RecordExists = false;
        grainState.State = Activator.CreateInstance<T>();
    }

    private static void Check(SqliteSession session, string grain, string name, string? etag)
    {
        var stored = Text(session.Value("SELECT etag FROM grain_state WHERE grain = $grain AND name = $name", ("$grain", grain), ("$name", name)) as long?);
        if (stored != etag)
            throw new InconsistentStateException($"The state '{name}' of a grain was written elsewhere.", stored, etag);
    }

    private static string? Text(long? etag) => etag?.ToString(CultureInfo.InvariantCulture);

    private sealed record Stored(long Etag, byte[] Body);
}
