using Microsoft.Extensions.Logging;
using Orleans.Runtime.GrainDirectory;

namespace Orleans.Runtime;

/// <content>How an activation starts and ends.</content>
internal sealed partial class Activation
{
    private DeactivationReason _deactivationReason;
    private Exception? _activationError;
    private bool _isFinishing;

    /// <summary>Whether the silo stops: calls that wait here have nowhere else to go, so they still run.</summary>
    private bool IsDraining => _state == ActivationState.Deactivating && !_isFinishing
        && _deactivationReason.ReasonCode == DeactivationReasonCode.ShuttingDown;

    /// <summary>Whether something runs that an end waits for. A stream that is read to its end survives a silo's stop.</summary>
    private bool IsBusy => _running is not null || (IsDraining && _parts is { OpenStreams: > 0 });

    private bool IsAccepting => _state == ActivationState.Valid || IsDraining;

    public void Activate(Dictionary<string, object>? requestContext, CancellationToken cancellationToken)
    {
        if (_state != ActivationState.Created)
            return;

        _state = ActivationState.Activating;
        RequestContext.Values = requestContext;
        ActivateAsync(cancellationToken).Ignore();
    }

    public void Deactivate(DeactivationReason deactivationReason, CancellationToken cancellationToken = default)
    {
        // Made here so that whoever asks for the end later sees it, even if the activation is gone by then.
        _ = Parts;
        if (ReferenceEquals(RuntimeContext.Current, this))
            BeginDeactivation(deactivationReason);
        else
            _scheduler.QueueAction(() => BeginDeactivation(deactivationReason));
    }

    /// <summary>Ends the activation as the death of its process would: nothing of it is called any more.</summary>
    public void Abandon() => _scheduler.QueueAction(() =>
    {
        _isFinishing = true;
        _state = ActivationState.Invalid;
        foreach (var timer in _parts?.Timers?.ToArray() ?? [])
            timer.Dispose();

        Shared.Directory.Remove(this);
        while (_waiting.Dequeue() is { } message)
            SendOn(message);

        Parts.Deactivated.TrySetResult();
    });

    private async Task ActivateAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (Shared.Registrar is { } registrar && !await RegisterAsync(registrar))
            {
                GiveWay();
                return;
            }

            // The instance is made first: what it subscribes to the lifecycle is part of it.
            GrainInstance = Shared.Activator.CreateInstance(this);
            var instance = GrainInstance as IGrainBase;
            if (_parts?.Lifecycle is null && instance is not null && instance.OnActivateAsync(CancellationToken.None) is var quick)
            {
                if (!quick.IsCompletedSuccessfully)
                    await quick.WaitAsync(Shared.Collection.ActivationTimeout, Shared.Clock, cancellationToken);
            }
            else
            {
                await RunLifecycleAsync(instance, cancellationToken);
            }
        }
        catch (Exception exception)
        {
            Shared.Logger.LogError(exception, "Activating grain {Grain} failed", _grainId);
            _activationError = exception;
            if (_state == ActivationState.Activating)
            {
                _deactivationReason = new(DeactivationReasonCode.ActivationFailed, exception, "Failed to activate grain.");
                _state = ActivationState.Deactivating;
            }

            FinishDeactivation();
            return;
        }

        if (_state == ActivationState.Activating)
        {
            _state = ActivationState.Valid;
            _lastActive = Shared.Clock.GetTimestamp();
            Pump(all: true);
            return;
        }

        // Asked to end while it started.
        Pump(all: true);
        if (!IsBusy)
            FinishDeactivation();
    }

    private async Task<bool> RegisterAsync(IActivationRegistrar registrar) =>
        Parts.IsRegistered = (await registrar.RegisterAsync(Address)).ActivationId == ActivationId;

    // The grain has an activation elsewhere; this one has never been.
    private void GiveWay()
    {
        _isFinishing = true;
        _state = ActivationState.Invalid;
        Shared.Directory.Remove(this);
        while (_waiting.Dequeue() is { } message)
            SendOn(message);

        Parts.Deactivated.TrySetResult();
    }

    private async Task RunLifecycleAsync(IGrainBase? instance, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(Shared.Collection.ActivationTimeout, Shared.Clock);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        var lifecycle = (GrainLifecycle)ObservableLifecycle;
        if (instance is not null)
            lifecycle.Subscribe(nameof(IGrainBase.OnActivateAsync), GrainLifecycleStage.Activate, instance.OnActivateAsync);

        await lifecycle.OnStart(linked.Token).WaitAsync(linked.Token);
    }

    private void BeginDeactivation(DeactivationReason reason)
    {
        switch (_state)
        {
            case ActivationState.Created:
                _deactivationReason = reason;
                _state = ActivationState.Deactivating;
                FinishDeactivation();
                break;
            case ActivationState.Activating:
                // Ends when it has started.
                _deactivationReason = reason;
                _state = ActivationState.Deactivating;
                break;
            case ActivationState.Valid:
                _deactivationReason = reason;
                _state = ActivationState.Deactivating;
                if (IsBusy)
                    EndOverdueAsync().Ignore();
                else
                    FinishDeactivation();

                break;
            case ActivationState.Invalid:
                // Whoever asks after the end waits for nothing.
                Parts.Deactivated.TrySetResult();
                break;
        }
    }

    // A call that does not end must not keep the grain from moving on for ever.
    private async Task EndOverdueAsync()
    {
        var deactivated = Deactivated;
        await Task.WhenAny(deactivated, Task.Delay(Shared.Collection.DeactivationTimeout, Shared.Clock));
        if (!deactivated.IsCompleted && !_isFinishing)
        {
            Shared.Logger.LogWarning("Grain {Grain} is deactivated while calls of it still run", _grainId);
            FinishDeactivation(isOverdue: true);
        }
    }

    private void FinishDeactivation(bool isOverdue = false)
    {
        if (_isFinishing)
            return;

        if (IsDraining && _waiting.Count > 0 && !isOverdue)
        {
            Pump(all: true);
            if (IsBusy || _isFinishing)
                return;
        }

        _isFinishing = true;
        FinishDeactivationAsync().Ignore();
    }

    private async Task FinishDeactivationAsync()
    {
        foreach (var timer in _parts?.Timers?.ToArray() ?? [])
            timer.Dispose();

        if (_activationError is null)
            await CallOnDeactivateAsync();

        await DisposeAllAsync();

        if (_parts is { IsRegistered: true })
            await Shared.Registrar!.UnregisterAsync(Address);

        // Out of the directory before messages are sent on: they must find or make another activation.
        _state = ActivationState.Invalid;
        Shared.Directory.Remove(this);
        while (_waiting.Dequeue() is { } message)
        {
            if (_activationError is { } error)
            {
                message.Reject(error);
                message.Recycle();
            }
            else
            {
                SendOn(message);
            }
        }

        _parts?.Deactivated.TrySetResult();
    }

    private async Task CallOnDeactivateAsync()
    {
        using var timeout = new CancellationTokenSource(Shared.Collection.DeactivationTimeout, Shared.Clock);
        try
        {
            if (GrainInstance is IGrainBase instance)
                await instance.OnDeactivateAsync(_deactivationReason, timeout.Token).WaitAsync(timeout.Token);
        }
        catch (Exception exception)
        {
            Shared.Logger.LogError(exception, "Deactivating grain {Grain} failed", _grainId);
        }

        if (_parts?.Lifecycle is { } lifecycle)
            await lifecycle.OnStop(timeout.Token);
    }

    private async Task DisposeAllAsync()
    {
        try
        {
            foreach (var component in _parts?.Components?.Values.ToArray() ?? [])
                await DisposeAsync(component);

            await DisposeAsync(GrainInstance);
            if (_parts?.Scope is { } scope)
                await scope.DisposeAsync();
        }
        catch (Exception exception)
        {
            Shared.Logger.LogError(exception, "Disposing grain {Grain} failed", _grainId);
        }
    }

    private static async ValueTask DisposeAsync(object? value)
    {
        if (value is IAsyncDisposable asyncDisposable)
            await asyncDisposable.DisposeAsync();
        else if (value is IDisposable disposable)
            disposable.Dispose();
    }
}
