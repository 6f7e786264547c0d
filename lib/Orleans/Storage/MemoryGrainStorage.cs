using System.Collections.Concurrent;
using System.Text.Json;
using Orleans.Runtime;
using Orleans.Serialization;
using Orleans.Serialization.Cloning;

namespace Orleans.Storage;

/// <summary>Keeps state in memory for as long as the silo runs: for tests and for what may be lost.</summary>
internal sealed class MemoryGrainStorage : IGrainStorage
{
    private static readonly DeepCopier Copier = new();

    private readonly ConcurrentDictionary<(string StateName, GrainId GrainId), Record> _records = new();

    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        if (_records.TryGetValue((stateName, grainId), out var record))
        {
            grainState.State = Copy((T)record.State!);
            grainState.ETag = record.ETag;
            grainState.RecordExists = true;
        }
        else
        {
            SetEmpty(grainState);
        }

        return Task.CompletedTask;
    }

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var record = new Record(Copy(grainState.State), Guid.NewGuid().ToString("N"));
        Replace((stateName, grainId), grainState.ETag, record);
        grainState.ETag = record.ETag;
        grainState.RecordExists = true;
        return Task.CompletedTask;
    }

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        Replace((stateName, grainId), grainState.ETag, null);
        SetEmpty(grainState);
        return Task.CompletedTask;
    }

    private static void SetEmpty<T>(IGrainState<T> grainState)
    {
        grainState.State = ObjectActivator<T>.Create();
        grainState.ETag = null;
        grainState.RecordExists = false;
    }

    // Stored state is nobody's to change. Types without generated copiers pass through JSON.
    private static T Copy<T>(T state) => state is null || CopierProvider.TryGet(state.GetType(), out _)
        ? Copier.Copy(state)
        : JsonSerializer.Deserialize<T>(JsonSerializer.SerializeToUtf8Bytes(state))!;

    private void Replace((string StateName, GrainId GrainId) key, string? expected, Record? replacement)
    {
        while (true)
        {
            _records.TryGetValue(key, out var stored);
            if (stored?.ETag != expected)
                throw new InconsistentStateException($"The state {key.StateName} of {key.GrainId} was changed elsewhere.", stored?.ETag, expected);

            var done = (stored, replacement) switch
            {
                (null, null) => true,
                (null, { } added) => _records.TryAdd(key, added),
                ({ } old, null) => _records.TryRemove(new(key, old)),
                ({ } old, { } changed) => _records.TryUpdate(key, changed, old),
            };
            if (done)
                return;
        }
    }

    private sealed record Record(object? State, string ETag);
}
