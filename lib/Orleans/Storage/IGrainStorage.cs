using Orleans.Runtime;

namespace Orleans.Storage;

/// <summary>Keeps the state of grains. Implementations are registered as services, keyed by their names.</summary>
public interface IGrainStorage
{
    /// <summary>Reads state; if there is none, sets an empty one.</summary>
    Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState);

    /// <summary>Stores state and sets its new version.</summary>
    /// <exception cref="InconsistentStateException">What is stored has another version than the state.</exception>
    Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState);

    /// <summary>Clears what is stored.</summary>
    /// <exception cref="InconsistentStateException">What is stored has another version than the state.</exception>
    Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState);
}
