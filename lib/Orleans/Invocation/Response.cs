using System.Runtime.ExceptionServices;
using Orleans.Serialization.GeneratedCodeHelpers;

namespace Orleans.Serialization.Invocation;

/// <summary>What a call came to: a value or an error.</summary>
public abstract class Response : IDisposable
{
    /// <summary>Success without a value.</summary>
    public static Response Completed => SuccessResponse.Instance;

    /// <summary>The value.</summary>
    public abstract object? Result { get; set; }

    /// <summary>The error.</summary>
    public abstract Exception? Exception { get; set; }

    /// <summary>A response with a value.</summary>
    public static Response FromResult<TResult>(TResult value)
    {
        var response = ThreadLocalPool<Response<TResult>>.Rent() ?? new Response<TResult>();
        response.TypedResult = value;
        return response;
    }

    /// <summary>A response with an error.</summary>
    public static Response FromException(Exception exception) => new ExceptionResponse(exception);

    /// <summary>The value, or throws the error.</summary>
    public abstract T GetResult<T>();

    /// <summary>Gives the response back; it must not be used afterwards.</summary>
    public abstract void Dispose();

    /// <summary>Writes the value as a member.</summary>
    internal virtual void WriteResult(FieldWriter writer) => writer.WriteField(0, Result);

    // A callee's value is copied once, when it leaves the callee.
    internal virtual void CopyResult()
    {
    }

    /// <inheritdoc/>
    public override string ToString() => Exception is { } exception ? exception.ToString() : Result?.ToString() ?? "[null]";
}

/// <summary>A response with a value.</summary>
public sealed class Response<TResult> : Response
{
    /// <summary>The value.</summary>
    public TResult? TypedResult { get; set; }

    /// <inheritdoc/>
    public override object? Result
    {
        get => TypedResult;
        set => TypedResult = (TResult?)value;
    }

    /// <inheritdoc/>
    public override Exception? Exception
    {
        get => null;
        set => throw new InvalidOperationException($"Cannot set {nameof(Exception)} property for type {nameof(Response<TResult>)}");
    }

    /// <inheritdoc/>
    public override T GetResult<T>() => typeof(T) == typeof(TResult) ? (T)(object)TypedResult! : (T)Result!;

    /// <inheritdoc/>
    public override void Dispose()
    {
        TypedResult = default;
        ThreadLocalPool<Response<TResult>>.Return(this);
    }

    internal override void WriteResult(FieldWriter writer) => writer.WriteField(0, TypedResult);

    internal override void CopyResult()
    {
        if (Cloning.CopierProvider<TResult>.IsShallow || TypedResult is null)
            return;

        using var context = Cloning.CopyContext.Rent();
        TypedResult = context.DeepCopy(TypedResult);
    }
}

internal sealed class SuccessResponse : Response
{
    public static readonly SuccessResponse Instance = new();

    public override object? Result
    {
        get => null;
        set => throw new InvalidOperationException($"Cannot set {nameof(Result)} of a response without a value");
    }

    public override Exception? Exception
    {
        get => null;
        set => throw new InvalidOperationException($"Cannot set {nameof(Exception)} of a successful response");
    }

    public override T GetResult<T>() => default!;

    public override void Dispose()
    {
    }
}

internal sealed class ExceptionResponse(Exception exception) : Response
{
    public override object? Result
    {
        get
        {
            ExceptionDispatchInfo.Throw(exception);
            return null;
        }

        set => throw new InvalidOperationException($"Cannot set {nameof(Result)} of a failed response");
    }

    public override Exception? Exception
    {
        get => exception;
        set => exception = value!;
    }

    public override T GetResult<T>()
    {
        ExceptionDispatchInfo.Throw(exception);
        return default;
    }

    public override void Dispose()
    {
    }

    public override string ToString() => exception.ToString();
}
