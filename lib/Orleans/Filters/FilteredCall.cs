using System.Reflection;
using System.Runtime.ExceptionServices;
using Orleans.Serialization.Invocation;

namespace Orleans.Runtime;

/// <summary>Passes a call through filters, each of which may go on with it, more than once if it wants to try again.</summary>
internal abstract class FilteredCall(IInvokable request, int filterCount) : IGrainCallContext
{
    private int _stage;

    public IInvokable Request => request;

    public abstract object Grain { get; }

    public abstract GrainId? SourceId { get; }

    public abstract GrainId TargetId { get; }

    public GrainInterfaceType InterfaceType => GrainInterfaceType.Create(request.GetInterfaceType().FullName ?? request.GetInterfaceName());

    public string InterfaceName => request.GetInterfaceName();

    public string MethodName => request.GetMethodName();

    public MethodInfo InterfaceMethod => request.GetMethod();

    public object? Result
    {
        get => Response?.Result;
        set => Response = Response.FromResult(value);
    }

    public Response? Response { get; set; }

    public async Task Invoke()
    {
        var stage = _stage++;
        try
        {
            if (stage < filterCount)
            {
                await InvokeFilter(stage);
                if (Response is null)
                    throw new InvalidOperationException($"Filter {stage} of {filterCount} neither went on with the call of {InterfaceName}.{MethodName} nor set a result.");
            }
            else if (stage == filterCount)
            {
                Response = await InvokeCall();
                if (Response.Exception is { } exception)
                    ExceptionDispatchInfo.Throw(exception);
            }
            else
            {
                throw new InvalidOperationException("Invoke was called from within the call itself.");
            }
        }
        finally
        {
            _stage--;
        }
    }

    protected abstract Task InvokeFilter(int index);

    protected abstract ValueTask<Response> InvokeCall();
}

/// <summary>A call at its callee: the silo's filters, then the grain's own.</summary>
internal sealed class IncomingCall : FilteredCall, IIncomingGrainCallContext
{
    private readonly Activation _activation;
    private readonly IIncomingGrainCallFilter[] _filters;

    public IncomingCall(Activation activation, Message message)
        : base(message.Body, FiltersOf(activation).Length)
    {
        _activation = activation;
        _filters = FiltersOf(activation);
        SourceId = message.SendingGrain;
    }

    public override object Grain => _activation.GrainInstance!;

    public override GrainId? SourceId { get; }

    public override GrainId TargetId => _activation.GrainId;

    public IGrainContext TargetContext => _activation;

    public MethodInfo ImplementationMethod
    {
        get
        {
            var contract = Request.GetInterfaceType();
            var method = Request.GetMethod();
            if (!contract.IsInstanceOfType(Grain))
                return method;

            var map = Grain.GetType().GetInterfaceMap(contract);
            var definition = method.IsGenericMethod ? method.GetGenericMethodDefinition() : method;
            var implementation = map.TargetMethods[Array.IndexOf(map.InterfaceMethods, definition)];
            return method.IsGenericMethod ? implementation.MakeGenericMethod(method.GetGenericArguments()) : implementation;
        }
    }

    protected override Task InvokeFilter(int index) => _filters[index].Invoke(this);

    protected override ValueTask<Response> InvokeCall() => Request.Invoke();

    private static IIncomingGrainCallFilter[] FiltersOf(Activation activation) =>
        activation.GrainInstance is IIncomingGrainCallFilter own ? [.. activation.Shared.Filters, own] : activation.Shared.Filters;
}

/// <summary>A call at its caller.</summary>
internal sealed class OutgoingCallInvoker<T>(GrainReference reference, IInvokable request, IOutgoingGrainCallFilter[] filters, Func<Task<T>> send)
    : FilteredCall(request, filters.Length), IOutgoingGrainCallContext
{
    public override object Grain => reference;

    public override GrainId? SourceId => SourceContext?.GrainId;

    public override GrainId TargetId => reference.GrainId;

    public IGrainContext? SourceContext { get; } = RuntimeContext.Current;

    public async Task<T> InvokeAsync()
    {
        await Invoke();
        return Response!.GetResult<T>();
    }

    protected override Task InvokeFilter(int index) => filters[index].Invoke(this);

    protected override async ValueTask<Response> InvokeCall()
    {
        try
        {
            return Response.FromResult(await send());
        }
        catch (Exception exception)
        {
            return Response.FromException(exception);
        }
    }
}
