using Orleans;

namespace Samantha.Grains.Telemetry;

/// <summary>Sends the caller's trace along with every call, those that move a stream among them.</summary>
internal sealed class TraceCarrier : IOutgoingGrainCallFilter
{
    public Task Invoke(IOutgoingGrainCallContext context)
    {
        CallTrace.Carry();
        return context.Invoke();
    }
}
