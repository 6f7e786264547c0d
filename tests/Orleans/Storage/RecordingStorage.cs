using System.Collections.Concurrent;
using System.Text.Json;
using Orleans.Storage;

namespace Samantha.Orleans.Tests.Storage;

/// <summary>A storage of the application's own, as one over a database would be.</summary>
public sealed class RecordingStorage : IGrainStorage
{
    private readonly ConcurrentDictionary<string, (byte[] Bytes, string Version)> _rows = new();

    public ConcurrentQueue<string> Operations { get; } = new();

    public Exception? Failure { get; set; }

    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        Operations.Enqueue($"read {stateName} {grainId.Key}");
        if (_rows.TryGetValue($"{stateName}/{grainId}", out var row))
        {
            grainState.State = JsonSerializer.Deserialize<T>(row.Bytes)!;
            grainState.ETag = row.Version;
            grainState.RecordExists = true;
        }

        return Task.CompletedTask;
    }

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        Operations.Enqueue($"write {stateName} {grainId.Key}");
        if (Failure is { } failure)
            throw failure;

        var key = $"{stateName}/{grainId}";
        var stored = _rows.TryGetValue(key, out var row) ? row.Version : null;
        if (stored != grainState.ETag)
            throw new InconsistentStateException("version differs", stored, grainState.ETag);

        var version = Guid.NewGuid().ToString("N");
        _rows[key] = (JsonSerializer.SerializeToUtf8Bytes(grainState.State), version);
        grainState.ETag = version;
        grainState.RecordExists = true;
        return Task.CompletedTask;
    }

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        Operations.Enqueue($"clear {stateName} {grainId.Key}");
        _rows.TryRemove($"{stateName}/{grainId}", out _);
        grainState.ETag = null!;
        grainState.RecordExists = false;
        grainState.State = Activator.CreateInstance<T>();
        return Task.CompletedTask;
    }

    /// <summary>Makes every stored version another, as a write by another activation would.</summary>
    public void TouchAll()
    {
        foreach (var (key, row) in _rows)
            _rows[key] = (row.Bytes, Guid.NewGuid().ToString("N"));
    }
}
