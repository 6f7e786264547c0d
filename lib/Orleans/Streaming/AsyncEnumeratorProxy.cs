using System.Runtime.ExceptionServices;

namespace Orleans.Runtime;

/// <summary>The caller's side of an enumeration.</summary>
internal sealed class AsyncEnumeratorProxy<T> : IAsyncEnumerator<T>
{
    private readonly AsyncEnumerableRequest<T> _request;
    private readonly IAsyncEnumerableGrainExtension _target;
    private readonly CancellationTokenSource? _linked;
    private readonly CancellationToken _token;
    private readonly Guid _id = Guid.NewGuid();
    private List<T>? _batch;
    private int _index;
    private bool _isStarted;
    private bool _isEnded;
    private bool _isDisposed;

    public AsyncEnumeratorProxy(AsyncEnumerableRequest<T> request, GrainReference target, CancellationToken cancellationToken)
    {
        _request = request;
        _target = target.AsReference<IAsyncEnumerableGrainExtension>();

        // Either token ends the enumeration: the method's argument, or that of the enumeration itself.
        var argument = request.GetCancellationToken();
        if (argument.CanBeCanceled && cancellationToken.CanBeCanceled && argument != cancellationToken)
        {
            _linked = CancellationTokenSource.CreateLinkedTokenSource(argument, cancellationToken);
            _token = _linked.Token;
        }
        else
        {
            _token = argument.CanBeCanceled ? argument : cancellationToken;
        }
    }

    public T Current => _batch is { } batch && _index < batch.Count
        ? batch[_index]
        : throw new InvalidOperationException("There is no current element.");

    public async ValueTask<bool> MoveNextAsync()
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        if (_batch is not null && ++_index < _batch.Count)
            return true;

        _batch = null;
        while (!_isEnded)
        {
            var step = await StepAsync();
            _isEnded = step.Status is EnumerationStatus.Completed;
            if (step.Elements is not { Count: > 0 } elements)
                continue;

            _batch = elements;
            _index = 0;
            return true;
        }

        return false;
    }

    public async ValueTask DisposeAsync()
    {
        if (_isDisposed)
            return;

        _isDisposed = true;
        _batch = null;
        await EndAsync();
        _linked?.Dispose();
    }

    private async ValueTask<EnumerationStep<T>> StepAsync()
    {
        EnumerationStep<T> step;
        try
        {
            _token.ThrowIfCancellationRequested();
            if (_isStarted)
            {
                step = await _target.MoveNext<T>(_id, _token);
            }
            else
            {
                _isStarted = true;
                step = await _target.StartEnumeration(_id, _request.Copy(), _token);
            }
        }
        catch
        {
            await EndAsync();
            throw;
        }

        switch (step.Status)
        {
            case EnumerationStatus.Failed:
                _isEnded = true;
                ExceptionDispatchInfo.Throw(step.Error!);
                break;
            case EnumerationStatus.Canceled:
                _isEnded = true;
                throw new OperationCanceledException(_token);
            case EnumerationStatus.Missing:
                _isEnded = true;
                throw new EnumerationAbortedException(
                    "Enumeration aborted: the remote target does not have a record of this enumerator."
                    + " This likely indicates that the remote grain was deactivated since enumeration begun or that the enumerator was idle for longer than the expiration period.");
        }

        return step;
    }

    private async ValueTask EndAsync()
    {
        if (_isEnded || !_isStarted)
            return;

        _isEnded = true;
        try
        {
            await _target.DisposeAsync(_id);
        }
        catch (Exception exception) when (exception is OrleansException or TimeoutException)
        {
            // The grain is gone, and the enumeration with it.
        }
    }
}
