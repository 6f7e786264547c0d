namespace Orleans.Runtime;

/// <summary>Carries a caller's cancellation to the callee.</summary>
internal sealed class CallCancellation(IPendingCall call, IMessageRouter router, CancelMessage message, bool waitForCallee) : IDisposable
{
    private CancellationTokenRegistration _registration;

    public void Register(CancellationToken token)
    {
        if (token.CanBeCanceled)
            _registration = token.UnsafeRegister(static (state, token) => ((CallCancellation)state!).OnCanceled(token), this);
    }

    public void SignalCallee() => router.Cancel(message);

    // Not waiting for a callback that is running: it may be the caller of this.
    public void Dispose() => _registration.Unregister();

    private void OnCanceled(CancellationToken token)
    {
        SignalCallee();
        if (!waitForCallee)
            call.Cancel(token);
    }
}
