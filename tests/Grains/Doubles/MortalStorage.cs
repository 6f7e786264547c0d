using Orleans;
using Orleans.Runtime;
using Orleans.Storage;

namespace Samantha.Grains.Tests.Doubles;

/// <summary>A storage as one process sees it.</summary>
internal sealed class MortalStorage(IGrainStorage storage, ProcessLife life) : IGrainStorage
{
    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        life.Check();
        return storage.ReadStateAsync(stateName, grainId, grainState);
    }

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        life.Check();
        return storage.WriteStateAsync(stateName, grainId, grainState);
    }

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        life.Check();
        return storage.ClearStateAsync(stateName, grainId, grainState);
    }
}
