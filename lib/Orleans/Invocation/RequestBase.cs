using System.ComponentModel;
using System.Reflection;
using Orleans.CodeGeneration;
using Orleans.Serialization.GeneratedCodeHelpers;
using Orleans.Serialization.Invocation;

namespace Orleans.Runtime;

/// <summary>The base of generated calls.</summary>
public abstract class RequestBase : IRequest
{
    /// <inheritdoc/>
    public InvokeMethodOptions Options { get; protected set; }

    /// <inheritdoc/>
    public void AddInvokeMethodOptions(InvokeMethodOptions options) => Options |= options;

    /// <inheritdoc/>
    public virtual int GetArgumentCount() => 0;

    /// <inheritdoc/>
    public virtual object? GetArgument(int index) => throw new ArgumentOutOfRangeException(nameof(index));

    /// <inheritdoc/>
    public virtual void SetArgument(int index, object value) => throw new ArgumentOutOfRangeException(nameof(index));

    /// <inheritdoc/>
    public abstract ValueTask<Response> Invoke();

    /// <inheritdoc/>
    public abstract object? GetTarget();

    /// <inheritdoc/>
    public abstract void SetTarget(ITargetHolder holder);

    /// <inheritdoc/>
    public abstract void Dispose();

    /// <inheritdoc/>
    public abstract string GetMethodName();

    /// <inheritdoc/>
    public abstract string GetInterfaceName();

    /// <inheritdoc/>
    public abstract string GetActivityName();

    /// <inheritdoc/>
    public abstract Type GetInterfaceType();

    /// <inheritdoc/>
    public abstract MethodInfo GetMethod();

    /// <inheritdoc/>
    public virtual TimeSpan? GetDefaultResponseTimeout() => null;

    /// <inheritdoc/>
    public virtual CancellationToken GetCancellationToken() => default;

    /// <inheritdoc/>
    public virtual bool TryCancel() => false;

    /// <inheritdoc/>
    public virtual bool IsCancellable => false;

    /// <summary>Writes the arguments, all but cancellation tokens, as members that are numbered from 1.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected virtual void WriteArguments(FieldWriter writer)
    {
    }

    /// <summary>Reads an argument; false if there is none with the number.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected virtual bool ReadArgument(FieldReader reader, uint id) => false;

    internal virtual void Write(FieldWriter writer) => WriteArguments(writer);

    internal void Read(FieldReader reader)
    {
        while (reader.NextField(out var id))
        {
            if (!ReadMember(reader, id))
                reader.SkipValue();
        }
    }

    internal virtual bool ReadMember(FieldReader reader, uint id) => ReadArgument(reader, id);

    /// <inheritdoc/>
    public override string ToString() => $"{GetInterfaceName()}.{GetMethodName()}";
}
