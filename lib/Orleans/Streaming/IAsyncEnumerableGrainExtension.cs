using Orleans.Concurrency;

namespace Orleans.Runtime;

/// <summary>Serves the streams of a grain to their callers, step by step; the steps interleave with its calls.</summary>
internal interface IAsyncEnumerableGrainExtension : IGrainExtension
{
    [AlwaysInterleave]
    ValueTask<EnumerationStep<T>> StartEnumeration<T>(Guid requestId, [Immutable] AsyncEnumerableRequest<T> request, CancellationToken cancellationToken);

    [AlwaysInterleave]
    ValueTask<EnumerationStep<T>> MoveNext<T>(Guid requestId, CancellationToken cancellationToken);

    [AlwaysInterleave]
    ValueTask DisposeAsync(Guid requestId);
}

/// <summary>What one step of an enumeration brought.</summary>
internal enum EnumerationStatus : byte
{
    /// <summary>Nothing yet; ask again.</summary>
    Heartbeat,

    /// <summary>Elements, and more may come.</summary>
    Elements,

    /// <summary>The last elements, perhaps none.</summary>
    Completed,

    /// <summary>The stream failed.</summary>
    Failed,

    /// <summary>The stream was cancelled.</summary>
    Canceled,

    /// <summary>The grain does not know the enumeration.</summary>
    Missing,
}

/// <summary>What one step of an enumeration brought.</summary>
[GenerateSerializer]
internal readonly struct EnumerationStep<T>(EnumerationStatus status, List<T>? elements = null, Exception? error = null)
{
    [Id(0)]
    public EnumerationStatus Status { get; } = status;

    [Id(1)]
    public List<T>? Elements { get; } = elements;

    [Id(2)]
    public Exception? Error { get; } = error;
}
