namespace Samantha.Grains.Conversations;

/// <summary>Lets one in at a time, in the order of asking. For the calls of one grain: not safe for several threads.</summary>
internal sealed class AsyncGate
{
    private readonly LinkedList<TaskCompletionSource> _waiting = new();
    private bool _taken;

    /// <summary>How many wait.</summary>
    public int Waiting => _waiting.Count;

    /// <summary>Waits for the place; disposing the result gives it to the next.</summary>
    public async Task<Place> Enter(CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (_taken)
        {
            var node = _waiting.AddLast(new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
            await using var registration = cancellationToken.Register(() => node.Value.TrySetCanceled(cancellationToken));
            try
            {
                await node.Value.Task;
            }
            catch (OperationCanceledException)
            {
                // Leave unlisted those that gave up; whoever leaves the gate skips them meanwhile.
                if (node.List is not null)
                    _waiting.Remove(node);
                throw;
            }
        }

        _taken = true;
        return new Place(this);
    }

    private void Leave()
    {
        while (_waiting.First is { } next)
        {
            _waiting.RemoveFirst();
            // The place stays taken on its way to the next, so that no newcomer slips in between.
            if (next.Value.TrySetResult())
                return;
        }

        _taken = false;
    }

    /// <summary>The one place inside.</summary>
    public sealed class Place(AsyncGate gate) : IDisposable
    {
        private AsyncGate? _gate = gate;

        public void Dispose()
        {
            _gate?.Leave();
            _gate = null;
        }
    }
}
