using System.Reflection;

namespace Orleans.Serialization.Invocation;

/// <summary>A call: a method, its target and its arguments.</summary>
public interface IInvokable : IDisposable
{
    /// <summary>The object that is called.</summary>
    object? GetTarget();

    /// <summary>Takes the object that is called from a holder.</summary>
    void SetTarget(ITargetHolder holder);

    /// <summary>Makes the call.</summary>
    ValueTask<Response> Invoke();

    /// <summary>The number of arguments.</summary>
    int GetArgumentCount();

    /// <summary>An argument.</summary>
    object? GetArgument(int index);

    /// <summary>Replaces an argument.</summary>
    void SetArgument(int index, object value);

    /// <summary>The method's name.</summary>
    string GetMethodName();

    /// <summary>The interface's name.</summary>
    string GetInterfaceName();

    /// <summary>The call's name in traces.</summary>
    string GetActivityName();

    /// <summary>The method.</summary>
    MethodInfo GetMethod();

    /// <summary>The interface.</summary>
    Type GetInterfaceType();

    /// <summary>How long the caller waits, if not as long as is configured.</summary>
    TimeSpan? GetDefaultResponseTimeout();

    /// <summary>The token among the arguments, if there is one.</summary>
    CancellationToken GetCancellationToken();

    /// <summary>Cancels the token that the callee got; tells whether it got one.</summary>
    bool TryCancel();

    /// <summary>Whether there is a token among the arguments.</summary>
    bool IsCancellable => false;
}

/// <summary>Holds the object that is called.</summary>
public interface ITargetHolder
{
    /// <summary>The object.</summary>
    TTarget? GetTarget<TTarget>() where TTarget : class;

    /// <summary>A component of it.</summary>
    TComponent? GetComponent<TComponent>() where TComponent : class;
}
