using Orleans.Serialization.Invocation;

namespace Orleans.Runtime;

// The kinds of calls, by what their methods return. A call that ended without waiting takes no state machine.

/// <summary>A call of a method that returns <see cref="ValueTask"/>.</summary>
public abstract class Request : RequestBase
{
    /// <inheritdoc/>
    public sealed override ValueTask<Response> Invoke()
    {
        try
        {
            var task = InvokeInner();
            return task.IsCompletedSuccessfully ? Complete(task) : Await(task);
        }
        catch (Exception exception)
        {
            return new(Response.FromException(exception));
        }
    }

    /// <summary>Calls the method.</summary>
    protected abstract ValueTask InvokeInner();

    private static ValueTask<Response> Complete(ValueTask task)
    {
        task.GetAwaiter().GetResult();
        return new(Response.Completed);
    }

    private static async ValueTask<Response> Await(ValueTask task)
    {
        try
        {
            await task;
            return Response.Completed;
        }
        catch (Exception exception)
        {
            return Response.FromException(exception);
        }
    }
}

/// <summary>A call of a method that returns <see cref="ValueTask{TResult}"/>.</summary>
public abstract class Request<TResult> : RequestBase
{
    /// <inheritdoc/>
    public sealed override ValueTask<Response> Invoke()
    {
        try
        {
            var task = InvokeInner();
            return task.IsCompletedSuccessfully ? new(Response.FromResult(task.Result)) : Await(task);
        }
        catch (Exception exception)
        {
            return new(Response.FromException(exception));
        }
    }

    /// <summary>Calls the method.</summary>
    protected abstract ValueTask<TResult> InvokeInner();

    private static async ValueTask<Response> Await(ValueTask<TResult> task)
    {
        try
        {
            return Response.FromResult(await task);
        }
        catch (Exception exception)
        {
            return Response.FromException(exception);
        }
    }
}

/// <summary>A call of a method that returns <see cref="Task"/>.</summary>
public abstract class TaskRequest : RequestBase
{
    /// <inheritdoc/>
    public sealed override ValueTask<Response> Invoke()
    {
        try
        {
            var task = InvokeInner();
            return task.IsCompletedSuccessfully ? new(Response.Completed) : Await(task);
        }
        catch (Exception exception)
        {
            return new(Response.FromException(exception));
        }
    }

    /// <summary>Calls the method.</summary>
    protected abstract Task InvokeInner();

    private static async ValueTask<Response> Await(Task task)
    {
        try
        {
            await task;
            return Response.Completed;
        }
        catch (Exception exception)
        {
            return Response.FromException(exception);
        }
    }
}

/// <summary>A call of a method that returns <see cref="Task{TResult}"/>.</summary>
public abstract class TaskRequest<TResult> : RequestBase
{
    /// <inheritdoc/>
    public sealed override ValueTask<Response> Invoke()
    {
        try
        {
            var task = InvokeInner();
            return task.IsCompletedSuccessfully ? new(Response.FromResult(task.Result)) : Await(task);
        }
        catch (Exception exception)
        {
            return new(Response.FromException(exception));
        }
    }

    /// <summary>Calls the method.</summary>
    protected abstract Task<TResult> InvokeInner();

    private static async ValueTask<Response> Await(Task<TResult> task)
    {
        try
        {
            return Response.FromResult(await task);
        }
        catch (Exception exception)
        {
            return Response.FromException(exception);
        }
    }
}

/// <summary>A call of a method that returns nothing.</summary>
public abstract class VoidRequest : RequestBase
{
    /// <inheritdoc/>
    public sealed override ValueTask<Response> Invoke()
    {
        try
        {
            InvokeInner();
            return new(Response.Completed);
        }
        catch (Exception exception)
        {
            return new(Response.FromException(exception));
        }
    }

    /// <summary>Calls the method.</summary>
    protected abstract void InvokeInner();
}
