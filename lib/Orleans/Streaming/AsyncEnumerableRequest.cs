using Orleans.Serialization.GeneratedCodeHelpers;
using Orleans.Serialization.Invocation;

namespace Orleans.Runtime;

/// <summary>A call of a method that returns a stream. The call is made when the stream is enumerated, each time anew.</summary>
public abstract class AsyncEnumerableRequest<T> : RequestBase, IAsyncEnumerable<T>
{
    private GrainReference? _target;

    /// <summary>How many elements at most travel together, of those that are ready.</summary>
    public int MaxBatchSize { get; set; } = 100;

    /// <inheritdoc/>
    public IAsyncEnumerator<T> GetAsyncEnumerator(CancellationToken cancellationToken = default) =>
        new AsyncEnumeratorProxy<T>(this, _target!, cancellationToken);

    /// <summary>Sets the grain that is called.</summary>
    public IAsyncEnumerable<T> InitializeRequest(GrainReference targetGrainReference)
    {
        _target = targetGrainReference;
        return this;
    }

    /// <inheritdoc/>
    public override ValueTask<Response> Invoke() => throw new NotSupportedException("A call that returns a stream is made by enumerating it.");

    /// <summary>Calls the method.</summary>
    protected abstract IAsyncEnumerable<T> InvokeInner();

    /// <summary>Copies the call.</summary>
    protected abstract AsyncEnumerableRequest<T> CopyRequest();

    internal IAsyncEnumerable<T> InvokeImplementation() => InvokeInner();

    internal override void Write(FieldWriter writer)
    {
        writer.WriteField(0, MaxBatchSize);
        base.Write(writer);
    }

    internal override bool ReadMember(FieldReader reader, uint id)
    {
        if (id != 0)
            return base.ReadMember(reader, id);

        MaxBatchSize = Math.Max(1, reader.ReadValue<int>());
        return true;
    }

    internal AsyncEnumerableRequest<T> Copy()
    {
        var copy = CopyRequest();
        copy.MaxBatchSize = MaxBatchSize;
        return copy;
    }
}

/// <summary>Settings of streams.</summary>
public static class AsyncEnumerableExtensions
{
    /// <summary>Sets how many elements at most travel together, of those that are ready.</summary>
    public static IAsyncEnumerable<T> WithBatchSize<T>(this IAsyncEnumerable<T> self, int maxBatchSize)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxBatchSize, 1);
        if (self is AsyncEnumerableRequest<T> request)
            request.MaxBatchSize = maxBatchSize;

        return self;
    }
}
