#nullable disable // As in the package: what is stored says which of these may be null.

namespace Orleans;

/// <summary>State on its way to or from a storage.</summary>
public interface IGrainState<T>
{
    /// <summary>The state.</summary>
    T State { get; set; }

    /// <summary>The version of what is stored; null if nothing is.</summary>
    string ETag { get; set; }

    /// <summary>Whether there is something stored.</summary>
    bool RecordExists { get; set; }
}

/// <summary>State on its way to or from a storage.</summary>
[GenerateSerializer]
public sealed class GrainState<T> : IGrainState<T>
{
    /// <summary>No state.</summary>
    public GrainState()
    {
    }

    /// <summary>State that is not stored.</summary>
    public GrainState(T state) : this(state, null)
    {
    }

    /// <summary>State and the version of what is stored.</summary>
    public GrainState(T state, string eTag)
    {
        State = state;
        ETag = eTag;
    }

    /// <inheritdoc/>
    [Id(0)]
    public T State { get; set; }

    /// <inheritdoc/>
    [Id(1)]
    public string ETag { get; set; }

    /// <inheritdoc/>
    [Id(2)]
    public bool RecordExists { get; set; }
}
