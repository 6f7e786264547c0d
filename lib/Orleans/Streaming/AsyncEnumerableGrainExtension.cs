using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Timers;

namespace Orleans.Runtime;

/// <summary>The grain's side of its enumerations.</summary>
internal sealed class AsyncEnumerableGrainExtension : IAsyncEnumerableGrainExtension, IAsyncDisposable
{
    private readonly Dictionary<Guid, Enumeration> _enumerations = [];
    private readonly Activation _activation;
    private readonly TimeProvider _clock;
    private readonly TimeSpan _pollingTime;

    public AsyncEnumerableGrainExtension(IGrainContext context, ITimerRegistry timers, IOptions<SiloMessagingOptions> options, TimeProvider clock)
    {
        _activation = (Activation)context;
        _clock = clock;

        // Answer well before the caller gives up.
        _pollingTime = options.Value.EffectiveResponseTimeout / 2;
        var expiry = options.Value.EffectiveResponseTimeout;
        timers.RegisterGrainTimer(context, static (self, _) => self.RemoveForgottenAsync(), this, new() { DueTime = expiry, Period = expiry, Interleave = true });
    }

    public ValueTask<EnumerationStep<T>> StartEnumeration<T>(Guid requestId, AsyncEnumerableRequest<T> request, CancellationToken cancellationToken)
    {
        request.SetTarget(_activation);
        Enumeration<T> enumeration;
        try
        {
            enumeration = new Enumeration<T>(request);
        }
        catch (Exception exception)
        {
            return new(new EnumerationStep<T>(EnumerationStatus.Failed, error: exception));
        }

        _enumerations.Add(requestId, enumeration);
        _activation.CountStream(1);
        return StepAsync(requestId, enumeration, cancellationToken);
    }

    public ValueTask<EnumerationStep<T>> MoveNext<T>(Guid requestId, CancellationToken cancellationToken) =>
        _enumerations.TryGetValue(requestId, out var enumeration)
            ? StepAsync(requestId, (Enumeration<T>)enumeration, cancellationToken)
            : new(new EnumerationStep<T>(EnumerationStatus.Missing));

    public async ValueTask DisposeAsync(Guid requestId)
    {
        if (!_enumerations.Remove(requestId, out var enumeration))
            return;

        _activation.CountStream(-1);
        await enumeration.DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var requestId in _enumerations.Keys.ToArray())
            await DisposeAsync(requestId);
    }

    private async ValueTask<EnumerationStep<T>> StepAsync<T>(Guid requestId, Enumeration<T> enumeration, CancellationToken cancellationToken)
    {
        enumeration.IsWaitedFor = true;
        EnumerationStep<T> step;
        try
        {
            step = await enumeration.StepAsync(_pollingTime, _clock, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested || enumeration.IsCanceled)
        {
            step = new(EnumerationStatus.Canceled);
        }
        catch (Exception exception)
        {
            step = new(EnumerationStatus.Failed, error: exception);
        }

        enumeration.IsWaitedFor = false;
        enumeration.WasSeen = true;
        if (step.Status is not (EnumerationStatus.Heartbeat or EnumerationStatus.Elements))
            await DisposeAsync(requestId);

        return step;
    }

    // An enumeration that nobody asked for during a whole period has lost its caller.
    private async Task RemoveForgottenAsync()
    {
        foreach (var (requestId, enumeration) in _enumerations.ToArray())
        {
            if (!enumeration.IsWaitedFor && !enumeration.WasSeen)
                await DisposeAsync(requestId);

            enumeration.WasSeen = false;
        }
    }
}
