using System.Collections.Concurrent;
using System.Text.Json;
using Orleans;
using Orleans.Runtime;
using Orleans.Storage;

namespace Samantha.Grains.Tests.Doubles;

/// <summary>Grain states in memory that outlive clusters, as JSON, and fail where a test says.</summary>
internal sealed class MemoryGrainStorage : IGrainStorage
{
    private readonly ConcurrentDictionary<(string Grain, string Name), (string ETag, string Body)> _states = [];
    private int _etag;

    /// <summary>Called before every write with the state's name and its JSON; what it throws is the write's failure.</summary>
    public Action<string, string>? OnWrite { get; set; }

    /// <summary>Stores the states of a name anew as they are, as another process does that took over.</summary>
    public void Touch(string name)
    {
        foreach (var (key, (_, body)) in _states.Where(state => state.Key.Name == name))
            _states[key] = (Interlocked.Increment(ref _etag).ToString(), body);
    }

    public bool Holds(string text) => _states.Any(state => state.Key.Grain.Contains(text) || state.Value.Body.Contains(text));

    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var found = _states.TryGetValue((grainId.ToString(), stateName), out var stored);
        grainState.RecordExists = found;
        grainState.ETag = found ? stored.ETag : null;
        grainState.State = found ? JsonSerializer.Deserialize<T>(stored.Body)! : Activator.CreateInstance<T>();
        return Task.CompletedTask;
    }

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var body = JsonSerializer.Serialize(grainState.State);
        OnWrite?.Invoke(stateName, body);
        Check(stateName, grainId, grainState.ETag);
        grainState.ETag = Interlocked.Increment(ref _etag).ToString();
        grainState.RecordExists = true;
        _states[(grainId.ToString(), stateName)] = (grainState.ETag, body);
        return Task.CompletedTask;
    }

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        Check(stateName, grainId, grainState.ETag);
        _states.TryRemove((grainId.ToString(), stateName), out _);
        grainState.ETag = null;
        grainState.RecordExists = false;
        grainState.State = Activator.CreateInstance<T>();
        return Task.CompletedTask;
    }

    private void Check(string stateName, GrainId grainId, string? etag)
    {
        var stored = _states.TryGetValue((grainId.ToString(), stateName), out var found) ? found.ETag : null;
        if (stored != etag)
            throw new InconsistentStateException("stale", stored, etag);
    }
}
