namespace Orleans.Runtime;

/// <summary>One enumeration of a stream, at its grain.</summary>
internal abstract class Enumeration : IAsyncDisposable
{
    /// <summary>Whether the caller waits for a step now.</summary>
    public bool IsWaitedFor { get; set; }

    /// <summary>Whether the caller has asked for a step since this was last reset.</summary>
    public bool WasSeen { get; set; }

    public abstract ValueTask DisposeAsync();
}

/// <summary>One enumeration of a stream, at its grain.</summary>
internal sealed class Enumeration<T> : Enumeration
{
    private readonly AsyncEnumerableRequest<T> _request;
    private readonly IAsyncEnumerator<T> _enumerator;
    private readonly CancellationTokenSource _canceled = new();
    private Task<bool>? _moving;

    public Enumeration(AsyncEnumerableRequest<T> request)
    {
        _request = request;
        _enumerator = request.InvokeImplementation().GetAsyncEnumerator(_canceled.Token);
    }

    public bool IsCanceled => _canceled.IsCancellationRequested;

    /// <summary>Takes what is ready, up to a batch; if nothing is, waits for the first element, for a while.</summary>
    public async ValueTask<EnumerationStep<T>> StepAsync(TimeSpan pollingTime, TimeProvider clock, CancellationToken cancellationToken)
    {
        var elements = new List<T>();
        while (elements.Count < _request.MaxBatchSize)
        {
            if (_moving is null)
            {
                var moving = _enumerator.MoveNextAsync();
                _moving = moving.IsCompletedSuccessfully ? Task.FromResult(moving.Result) : moving.AsTask();
            }

            if (!_moving.IsCompleted)
            {
                if (elements.Count > 0)
                    break;

                await WaitAsync(_moving, pollingTime, clock, cancellationToken);
                if (!_moving.IsCompleted)
                    return new(EnumerationStatus.Heartbeat);
            }

            // An error comes after the elements before it.
            if (!_moving.IsCompletedSuccessfully && elements.Count > 0)
                break;

            var hasElement = await _moving;
            _moving = null;
            if (!hasElement)
                return new(EnumerationStatus.Completed, elements);

            elements.Add(_enumerator.Current);
        }

        return new(EnumerationStatus.Elements, elements);
    }

    public override async ValueTask DisposeAsync()
    {
        await _canceled.CancelAsync();
        _request.TryCancel();
        try
        {
            if (_moving is not null)
                await ((Task)_moving).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);

            await _enumerator.DisposeAsync();
        }
        finally
        {
            _request.Dispose();
            _canceled.Dispose();
        }
    }

    private static async Task WaitAsync(Task moving, TimeSpan time, TimeProvider clock, CancellationToken cancellationToken)
    {
        await moving.WaitAsync(time, clock, cancellationToken)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        cancellationToken.ThrowIfCancellationRequested();
    }
}
