using Orleans.CodeGeneration;
using Orleans.Configuration;
using Orleans.Serialization.Invocation;

namespace Orleans.Runtime;

/// <summary>Sends the calls of one host's references and fails those that wait too long.</summary>
internal sealed class MessageClient : IMessageClient, IDisposable
{
    private static readonly TimeSpan LongestScanPeriod = TimeSpan.FromSeconds(1);

    private readonly IMessageRouter _router;
    private readonly MessagingOptions _options;
    private readonly PendingCallTable _calls;
    private readonly TimeSpan _timeout;

    public MessageClient(IMessageRouter router, MessagingOptions options, TimeProvider clock)
    {
        _router = router;
        _options = options;
        _timeout = options.EffectiveResponseTimeout;
        _calls = new PendingCallTable(clock, _timeout < LongestScanPeriod && _timeout > TimeSpan.Zero ? _timeout : LongestScanPeriod, OnExpired);
    }

    public void SendRequest(GrainId target, IInvokable body, IPendingCall? call, InvokeMethodOptions options, bool ownsBody = true)
    {
        var message = Message.Create(target, body, options, call, RequestContext.Values, ownsBody);
        if (call is null)
        {
            _router.Send(message);
            return;
        }

        var token = body.GetCancellationToken();
        if (!TryTrack(call, message, token))
            return;

        _router.Send(message);

        // Cancelled between the registration and the sending: the first signal may have overtaken the message.
        if (token.IsCancellationRequested)
            call.Cancellation?.SignalCallee();
    }

    public void FailAll(string reason) => _calls.FailAll(() => new SiloUnavailableException(reason));

    public void Dispose()
    {
        _calls.Dispose();
        FailAll("The client is stopped; the call will get no response.");
    }

    private bool TryTrack(IPendingCall call, Message message, CancellationToken token)
    {
        call.TargetGrain = message.TargetGrain;
        call.Method = message.Body.GetActivityName();
        if (token.IsCancellationRequested)
        {
            call.Cancel(token);
            message.Recycle();
            return false;
        }

        if (message.Body.IsCancellable && (token.CanBeCanceled || _options.CancelRequestOnTimeout))
            call.Cancellation = new CallCancellation(call, _router, new CancelMessage(message.TargetGrain, message.Id), _options.WaitForCancellationAcknowledgement);

        _calls.Add(call, message.Body.GetDefaultResponseTimeout() ?? _timeout);

        // Last: a token that is cancelled now ends a call that is known everywhere.
        call.Cancellation?.Register(token);
        return true;
    }

    private void OnExpired(IPendingCall call)
    {
        if (_options.CancelRequestOnTimeout)
            call.Cancellation?.SignalCallee();

        call.Fail(new TimeoutException(
            $"Response did not arrive on time for a call of {call.Method} to {call.TargetGrain}. The grain is busy, or a call that it waits for does not end."));
    }
}
