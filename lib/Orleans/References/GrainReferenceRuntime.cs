using Orleans.CodeGeneration;
using Orleans.Serialization.Invocation;

namespace Orleans.Runtime;

/// <summary>Makes the calls of references: through the outgoing filters, if there are any, to the message client.</summary>
internal sealed class GrainReferenceRuntime(IMessageClient client, GrainReferenceActivator activator, IEnumerable<IOutgoingGrainCallFilter> filters)
{
    private readonly IOutgoingGrainCallFilter[] _filters = [.. filters];

    // A reference that a client made may be used inside a grain: the grain's silo sends the call then.
    private IMessageClient Client => RuntimeContext.Current is Activation activation ? activation.Shared.MessageClient : client;

    public object Cast(GrainReference reference, Type interfaceType) =>
        interfaceType.IsInstanceOfType(reference) ? reference : activator.Create(reference.GrainId, interfaceType);

    public void InvokeMethod(GrainReference reference, IRequest request, InvokeMethodOptions options)
    {
        if (_filters.Length == 0)
            Client.SendRequest(reference.GrainId, request, null, options);
        else
            FilteredAsync<object?>(reference, request, options).Ignore();
    }

    public ValueTask InvokeMethodAsync(GrainReference reference, IRequest request, InvokeMethodOptions options) =>
        new(_filters.Length == 0 ? SendAsync<object?>(reference, request, options, ownsBody: true) : FilteredAsync<object?>(reference, request, options));

    public ValueTask<T> InvokeMethodAsync<T>(GrainReference reference, IRequest request, InvokeMethodOptions options) =>
        new(_filters.Length == 0 ? SendAsync<T>(reference, request, options, ownsBody: true) : FilteredAsync<T>(reference, request, options));

    // A filter may send the call again, so it must not be given back after the first time.
    private Task<T> FilteredAsync<T>(GrainReference reference, IRequest request, InvokeMethodOptions options) =>
        new OutgoingCallInvoker<T>(reference, request, _filters, () => SendAsync<T>(reference, request, options, ownsBody: false)).InvokeAsync();

    private Task<T> SendAsync<T>(GrainReference reference, IRequest request, InvokeMethodOptions options, bool ownsBody)
    {
        var sender = Client;
        if ((options & InvokeMethodOptions.OneWay) != 0)
        {
            sender.SendRequest(reference.GrainId, request, null, options, ownsBody);
            return Task.FromResult<T>(default!);
        }

        var call = new PendingCall<T>();
        sender.SendRequest(reference.GrainId, request, call, options, ownsBody);
        return call.Task;
    }
}
