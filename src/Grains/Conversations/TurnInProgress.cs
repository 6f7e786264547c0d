using System.Threading.Channels;
using Samantha.Contracts.Conversations;
using Samantha.Contracts.Problems;

namespace Samantha.Grains.Conversations;

/// <summary>
/// A turn on its way. It goes on by itself, whether or not someone takes its events, until it is cancelled: a slow or
/// vanished listener does not hold up the user's next turn.
/// </summary>
internal sealed class TurnInProgress : IDisposable
{
    // No bound: a turn has no more events than a reply may have tokens.
    private readonly Channel<TurnEvent> _events = Channel.CreateUnbounded<TurnEvent>(new UnboundedChannelOptions { SingleReader = true, SingleWriter = true });
    private readonly TurnTrace _trace;
    private readonly CancellationTokenSource _cancellation;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _begun;

    public TurnInProgress(TurnTrace trace, CancellationToken cancellationToken)
    {
        _trace = trace;
        _cancellation = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
    }

    public CancellationToken Cancelled => _cancellation.Token;

    public IAsyncEnumerable<TurnEvent> Events => _events.Reader.ReadAllAsync(CancellationToken.None);

    /// <summary>Completes when it has ended, however it did.</summary>
    public Task Ended => _ended.Task;

    public void Tell(TurnEvent turnEvent)
    {
        _begun = true;
        _trace.Saw(turnEvent);
        _events.Writer.TryWrite(turnEvent);
    }

    public void End() => _events.Writer.TryComplete();

    /// <summary>Ends with a problem: thrown to the listener before the first event, told as the last event after it.</summary>
    public void Fail(Exception error)
    {
        _trace.Failed(error);
        if (_begun && error is SamanthaException problem)
        {
            Tell(new TurnFailed(problem.Kind, problem.Code, problem.Title, problem.Message));
            End();
        }
        else
        {
            _events.Writer.TryComplete(error);
        }
    }

    /// <summary>Notes that nothing of it goes on.</summary>
    public void Left() => _ended.TrySetResult();

    public void Cancel()
    {
        try
        {
            _cancellation.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It has ended.
        }
    }

    public void Dispose() => _cancellation.Dispose();
}
