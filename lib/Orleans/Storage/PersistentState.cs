using Microsoft.Extensions.Logging;
using Orleans.Serialization;
using Orleans.Storage;

namespace Orleans.Runtime;

/// <summary>State of an activation's; used on its scheduler only.</summary>
internal sealed class PersistentState<TState>(string name, IGrainContext context, IGrainStorage storage, ILogger logger) : IPersistentState<TState>
{
    private readonly GrainState<TState> _state = new(ObjectActivator<TState>.Create());
    private bool _isLoaded;

    public TState State
    {
        get
        {
            CheckContext();
            return _state.State;
        }

        set
        {
            CheckContext();
            _state.State = value;
        }
    }

    public string? Etag => _state.ETag;

    public bool RecordExists => _isLoaded ? _state.RecordExists : throw new InvalidOperationException("State has not yet been loaded");

    public async Task ReadStateAsync()
    {
        await RunAsync(nameof(ReadStateAsync), storage.ReadStateAsync);
        _isLoaded = true;
    }

    public Task WriteStateAsync() => RunAsync(nameof(WriteStateAsync), storage.WriteStateAsync);

    public Task ClearStateAsync() => RunAsync(nameof(ClearStateAsync), storage.ClearStateAsync);

    private static void CheckContext()
    {
        if (RuntimeContext.Current is null)
            throw new InvalidOperationException("Activation access violation. A non-activation thread attempted to access activation services.");
    }

    private async Task RunAsync(string operation, Func<string, GrainId, IGrainState<TState>, Task> action)
    {
        try
        {
            CheckContext();
            await action(name, context.GrainId, _state);
        }
        catch (Exception exception)
        {
            var text = $"Error from storage provider {storage.GetType().Name}.{name} during {operation} for grain {context.GrainId}";
            logger.LogError(exception, "Error from storage provider {Storage}.{State} during {Operation} for grain {Grain}", storage.GetType().Name, name, operation, context.GrainId);
            if (exception is OrleansException)
                throw;

            throw new OrleansException($"{text}{Environment.NewLine} {exception}", exception);
        }
    }
}
