using System.Reflection;
using Orleans.Runtime;
using Orleans.Serialization.Invocation;

namespace Orleans;

/// <summary>A call on its way through filters.</summary>
public interface IGrainCallContext
{
    /// <summary>The call.</summary>
    IInvokable Request { get; }

    /// <summary>The grain that is called: an instance at the callee, a reference at the caller.</summary>
    object Grain { get; }

    /// <summary>The caller, if it is a grain.</summary>
    GrainId? SourceId { get; }

    /// <summary>The callee.</summary>
    GrainId TargetId { get; }

    /// <summary>The interface.</summary>
    GrainInterfaceType InterfaceType { get; }

    /// <summary>The interface's name.</summary>
    string InterfaceName { get; }

    /// <summary>The method's name.</summary>
    string MethodName { get; }

    /// <summary>The interface's method.</summary>
    MethodInfo InterfaceMethod { get; }

    /// <summary>The result; a filter may replace it.</summary>
    object? Result { get; set; }

    /// <summary>The response; a filter may replace it.</summary>
    Response? Response { get; set; }

    /// <summary>Goes on with the call. It throws what the callee throws.</summary>
    Task Invoke();
}

/// <summary>A call that a grain has received.</summary>
public interface IIncomingGrainCallContext : IGrainCallContext
{
    /// <summary>The activation.</summary>
    IGrainContext TargetContext { get; }

    /// <summary>The grain class's method.</summary>
    MethodInfo ImplementationMethod { get; }
}

/// <summary>A call that is being made.</summary>
public interface IOutgoingGrainCallContext : IGrainCallContext
{
    /// <summary>The calling activation, if there is one.</summary>
    IGrainContext? SourceContext { get; }
}

/// <summary>Sees the calls that grains receive.</summary>
public interface IIncomingGrainCallFilter
{
    /// <summary>Called instead of the call; <see cref="IGrainCallContext.Invoke"/> goes on with it.</summary>
    Task Invoke(IIncomingGrainCallContext context);
}

/// <summary>Sees the calls that are made.</summary>
public interface IOutgoingGrainCallFilter
{
    /// <summary>Called instead of the call; <see cref="IGrainCallContext.Invoke"/> goes on with it.</summary>
    Task Invoke(IOutgoingGrainCallContext context);
}

/// <summary>Sees the calls that grains receive.</summary>
public delegate Task IncomingGrainCallFilterDelegate(IIncomingGrainCallContext context);

/// <summary>Sees the calls that are made.</summary>
public delegate Task OutgoingGrainCallFilterDelegate(IOutgoingGrainCallContext context);
