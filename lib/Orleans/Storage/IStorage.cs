namespace Orleans.Core;

/// <summary>State that a storage keeps.</summary>
public interface IStorage
{
    /// <summary>The version of what was last read or written; null if there is none.</summary>
    string? Etag { get; }

    /// <summary>Whether there is something stored.</summary>
    bool RecordExists { get; }

    /// <summary>Clears what is stored.</summary>
    Task ClearStateAsync();

    /// <summary>Stores the state.</summary>
    Task WriteStateAsync();

    /// <summary>Reads what is stored, over the state.</summary>
    Task ReadStateAsync();

    /// <inheritdoc cref="ClearStateAsync()"/>
    Task ClearStateAsync(CancellationToken cancellationToken) => ClearStateAsync();

    /// <inheritdoc cref="WriteStateAsync()"/>
    Task WriteStateAsync(CancellationToken cancellationToken) => WriteStateAsync();

    /// <inheritdoc cref="ReadStateAsync()"/>
    Task ReadStateAsync(CancellationToken cancellationToken) => ReadStateAsync();
}

/// <summary>State that a storage keeps.</summary>
public interface IStorage<TState> : IStorage
{
    /// <summary>The state; what is set is stored when <see cref="IStorage.WriteStateAsync()"/> says so.</summary>
    TState State { get; set; }
}
