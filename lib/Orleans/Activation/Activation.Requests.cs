using Orleans.Serialization.Invocation;
using Orleans.Storage;

namespace Orleans.Runtime;

/// <content>Calls: which may start, how they run, how they end.</content>
internal sealed partial class Activation
{
    private Message? _running;
    private MessageQueue _waiting;
    private long _lastActive;
    private int _reservedCalls;

    public IEnumerable<Activation> Activations => [this];

    /// <summary>Calls that a stateless worker's group sent here and that have not ended.</summary>
    public int ReservedCalls => Volatile.Read(ref _reservedCalls);

    void IGrainContext.ReceiveMessage(object message) => Receive((Message)message);

    public void Receive(Message message)
    {
        message.Target = this;
        _scheduler.Enqueue(message);
    }

    public void ReserveCall() => Interlocked.Increment(ref _reservedCalls);

    public void Cancel(CancelMessage message) => _scheduler.QueueAction(() => CancelCall(message.CallId));

    /// <summary>Takes a message, on the scheduler.</summary>
    public void OnMessage(Message message)
    {
        switch (_state)
        {
            case ActivationState.Valid when MayStart(message):
            case ActivationState.Deactivating when IsDraining && MayStart(message):
                Start(message);
                break;
            case ActivationState.Created:
                _waiting.Enqueue(message);
                Activate(message.RequestContext, CancellationToken.None);
                break;
            case ActivationState.Invalid:
                SendOn(message);
                break;
            default:
                Wait(message);
                break;
        }
    }

    private void Wait(Message message)
    {
        if (Shared.MaxWaitingRequests > 0 && _waiting.Count >= Shared.MaxWaitingRequests)
        {
            message.Reject(new LimitExceededException("MaxEnqueuedRequestsHardLimit", _waiting.Count + 1, Shared.MaxWaitingRequests, this));
            message.Recycle();
            return;
        }

        _waiting.Enqueue(message);
    }

    private bool MayStart(Message message)
    {
        if (_running is null || Shared.IsReentrant || message.IsAlwaysInterleave || !IsBlockedFor(message))
            return true;

        if (_parts?.ReentrantSections is { Count: > 0 } sections && message.ReentrancyId is var chain && chain != Guid.Empty && sections.ContainsKey(chain))
            return true;

        return Shared.MayInterleave is { } mayInterleave && mayInterleave(GrainInstance!, message.Body);
    }

    // Calls that interleave with every other are in nobody's way; read-only ones are not in each other's.
    private bool IsBlockedFor(Message message)
    {
        for (var running = _running; running is not null; running = running.NextRunning)
        {
            if (!running.IsAlwaysInterleave && !(running.IsReadOnly && message.IsReadOnly))
                return true;
        }

        return false;
    }

    private void Start(Message message)
    {
        AddRunning(message);
        ValueTask<Response> task;
        try
        {
            // What another call put into async locals is not this one's.
            ActivationScheduler.RestoreCleanContext();
            RequestContext.Values = message.RequestContext;
            message.Body.SetTarget(this);
            task = Shared.HasFilters && !message.IsLocalOnly ? InvokeFiltered(message) : message.Body.Invoke();
        }
        catch (Exception exception)
        {
            task = new(Response.FromException(exception));
        }

        if (task.IsCompletedSuccessfully)
            End(message, task.Result);
        else
            Await(message, task);
    }

    // Runs on the scheduler throughout; it cannot throw, so nobody needs to wait for it.
    private async void Await(Message message, ValueTask<Response> task)
    {
        Response response;
        try
        {
            response = await task;
        }
        catch (Exception exception)
        {
            response = Response.FromException(exception);
        }

        End(message, response);
        Pump();
    }

    private async ValueTask<Response> InvokeFiltered(Message message)
    {
        var call = new IncomingCall(this, message);
        try
        {
            await call.Invoke();
            return call.Response ?? Response.Completed;
        }
        catch (Exception exception)
        {
            return Response.FromException(exception);
        }
    }

    private void End(Message message, Response response)
    {
        RemoveRunning(message);
        if (message.IsReserved)
            Interlocked.Decrement(ref _reservedCalls);

        var now = Shared.Clock.GetTimestamp();
        if (message.IsKeepAlive)
            _lastActive = now;

        // Another silo may have the grain by now: what was done here is not confirmed.
        if (!Shared.Lease.IsHeldAt(now))
        {
            response.Dispose();
            response = Response.FromException(new SiloUnavailableException($"Silo {Shared.SiloAddress} lost its lease while the call ran: it may have been carried out or not."));
        }

        // State that another activation has written since: what this one holds is stale.
        if (response.Exception is InconsistentStateException { IsSourceActivation: true } stale)
        {
            stale.IsSourceActivation = false;
            Deactivate(new(DeactivationReasonCode.ApplicationError, stale, "The grain's state was changed elsewhere."));
        }

        message.Respond(Copy(response, message));
        message.Recycle();
        if (_state == ActivationState.Deactivating && !IsBusy)
            FinishDeactivation();
    }

    private static Response Copy(Response response, Message message)
    {
        // What goes to another process is written at once: that is the copy.
        if (message.ResponseSink is null or RemoteCall)
            return response;

        try
        {
            response.CopyResult();
            return response;
        }
        catch (Exception exception)
        {
            return Response.FromException(exception);
        }
    }

    /// <summary>Starts the calls that may start now, in order.</summary>
    /// <param name="all">Whether calls wait that could always have interleaved: those that came before the activation was valid.</param>
    private void Pump(bool all = false)
    {
        Message? previous = null;
        var message = _waiting.First;
        while (message is not null && IsAccepting)
        {
            // A call that takes its turn alone keeps the rest waiting: no need to look at them.
            if (!all && _running is not null && !MayOthersInterleave())
                return;

            if (MayStart(message))
            {
                _waiting.Remove(message, previous);
                Start(message);

                // Running it may have changed everything.
                previous = null;
                message = _waiting.First;
                continue;
            }

            previous = message;
            message = (Message?)message.Next;
        }
    }

    private bool MayOthersInterleave()
    {
        if (Shared.IsReentrant || Shared.MayInterleave is not null || _parts?.ReentrantSections is { Count: > 0 })
            return true;

        for (var running = _running; running is not null; running = running.NextRunning)
        {
            if (!running.IsAlwaysInterleave && !running.IsReadOnly)
                return false;
        }

        return true;
    }

    private void CancelCall(long callId)
    {
        for (var message = _running; message is not null; message = message.NextRunning)
        {
            if (message.Id == callId)
            {
                message.Body.TryCancel();
                return;
            }
        }

        Message? previous = null;
        for (var message = _waiting.First; message is not null; previous = message, message = (Message?)message.Next)
        {
            if (message.Id != callId)
                continue;

            _waiting.Remove(message, previous);
            message.Reject(new OperationCanceledException());
            message.Recycle();
            return;
        }
    }

    private void AddRunning(Message message)
    {
        message.NextRunning = _running;
        if (_running is not null)
            _running.PreviousRunning = message;

        _running = message;
    }

    private void RemoveRunning(Message message)
    {
        if (message.PreviousRunning is { } previous)
            previous.NextRunning = message.NextRunning;
        else
            _running = message.NextRunning;

        if (message.NextRunning is { } next)
            next.PreviousRunning = message.PreviousRunning;

        message.NextRunning = null;
        message.PreviousRunning = null;
    }

    private void SendOn(Message message)
    {
        if (message.IsLocalOnly)
            message.Recycle();
        else
            Shared.Router.Forward(message);
    }
}
