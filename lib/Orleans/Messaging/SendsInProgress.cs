namespace Orleans.Runtime;

/// <summary>
/// Messages whose silo is being looked up. Whoever waits for those that have begun so far knows then that all of them have
/// been sent, and that what begins later goes by what is known by now.
/// </summary>
internal sealed class SendsInProgress
{
    // Those that began before the last wait, and those that began since.
    private readonly int[] _counts = new int[2];
    private readonly SemaphoreSlim _turn = new(1, 1);
    private volatile int _epoch;
    private volatile TaskCompletionSource _ended = new();

    /// <summary>A message is about to be sent.</summary>
    /// <returns>To be given to <see cref="End"/>.</returns>
    public int Begin()
    {
        while (true)
        {
            var epoch = _epoch;
            Interlocked.Increment(ref _counts[epoch & 1]);
            if (epoch == _epoch)
                return epoch;

            // One waits meanwhile, and might not have seen this one.
            End(epoch);
        }
    }

    public void End(int epoch)
    {
        if (Interlocked.Decrement(ref _counts[epoch & 1]) == 0 && epoch != _epoch)
            _ended.TrySetResult();
    }

    /// <summary>Waits for all that have begun.</summary>
    public async Task WhenSentAsync()
    {
        await _turn.WaitAsync();
        try
        {
            var epoch = _epoch;
            _ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            Interlocked.Increment(ref _epoch);
            if (Volatile.Read(ref _counts[epoch & 1]) > 0)
                await _ended.Task;
        }
        finally
        {
            _turn.Release();
        }
    }
}
