using System.Text.Json;
using Orleans;
using Orleans.Runtime;
using Orleans.Storage;

namespace Samantha.Silo.Storage.Sql;

/// <summary>
/// Grain state in a database, as JSON. Every write must name the version of what it replaces (its ETag); a writer that missed
/// one is refused.
/// </summary>
internal sealed class SqlGrainStorage(ISqlDatabase database) : IGrainStorage
{
    private const string Here = "grain = @grain AND name = @name";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <inheritdoc/>
    public async Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var rows = await database.Read(
            new($"SELECT etag, body FROM grain_state WHERE {Here}", ("grain", grainId.ToString()), ("name", stateName)),
            row => (ETag: row.GetString(0), Body: row.GetFieldValue<byte[]>(1)));
        grainState.ETag = rows is [var found] ? found.ETag : null;
        grainState.RecordExists = rows.Count > 0;
        grainState.State = rows is [var stored] ? JsonSerializer.Deserialize<T>(stored.Body, Json)! : Activator.CreateInstance<T>();
    }

    /// <inheritdoc/>
    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        // An ETag that no one had before and that the writer knows beforehand: executed again, the statement finds its own.
        var next = Guid.NewGuid().ToString();
        var body = JsonSerializer.SerializeToUtf8Bytes(grainState.State, Json);
        var text = grainState.ETag is null
            ? "INSERT INTO grain_state (grain, name, etag, body) VALUES (@grain, @name, @next, @body) "
                + "ON CONFLICT (grain, name) DO UPDATE SET body = excluded.body WHERE grain_state.etag = excluded.etag"
            : $"UPDATE grain_state SET etag = @next, body = @body WHERE {Here} AND etag IN (@etag, @next)";
        (string, object?)[] values = [("grain", grainId.ToString()), ("name", stateName), ("next", next), ("body", body)];
        var changed = await database.Write(new SqlStatement(text, grainState.ETag is null ? values : [.. values, ("etag", grainState.ETag)]));
        if (changed is [0])
            throw Inconsistent(stateName, await ETagOf(stateName, grainId), grainState.ETag);
        grainState.ETag = next;
        grainState.RecordExists = true;
    }

    /// <inheritdoc/>
    public async Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        // The name of a grain may be a user's: nothing of it stays.
        var cleared = grainState.ETag is { } etag
            ? await database.Erase(new SqlStatement(
                $"DELETE FROM grain_state WHERE {Here} AND etag = @etag", ("grain", grainId.ToString()), ("name", stateName), ("etag", etag)))
            : [0];
        // What is gone already is cleared.
        if (cleared is [0] && await ETagOf(stateName, grainId) is { } stored)
            throw Inconsistent(stateName, stored, grainState.ETag);
        grainState.ETag = null;
        grainState.RecordExists = false;
        grainState.State = Activator.CreateInstance<T>();
    }

    private async Task<string?> ETagOf(string name, GrainId grain) => (await database.Read(
        new($"SELECT etag FROM grain_state WHERE {Here}", ("grain", grain.ToString()), ("name", name)), row => row.GetString(0))).FirstOrDefault();

    private static InconsistentStateException Inconsistent(string name, string? stored, string? known) =>
        new($"The state '{name}' of a grain was written elsewhere.", stored, known);
}
