#nullable disable // As in the package: either version may be null.

using Orleans.Runtime;

namespace Orleans.Storage;

/// <summary>
/// State could not be stored because another version is stored: another activation wrote it. When it leaves a call
/// unhandled, the grain is deactivated, since what it holds is stale.
/// </summary>
[GenerateSerializer]
public class InconsistentStateException : OrleansException
{
    /// <summary>An error.</summary>
    public InconsistentStateException()
    {
    }

    /// <summary>An error.</summary>
    public InconsistentStateException(string message) : base(message)
    {
    }

    /// <summary>An error and what caused it.</summary>
    public InconsistentStateException(string message, Exception innerException) : base(message, innerException)
    {
    }

    /// <summary>An error with the versions that differ and what caused it.</summary>
    public InconsistentStateException(string errorMsg, string storedEtag, string currentEtag, Exception storageException)
        : base(errorMsg, storageException)
    {
        StoredEtag = storedEtag;
        CurrentEtag = currentEtag;
    }

    /// <summary>An error with the versions that differ.</summary>
    public InconsistentStateException(string errorMsg, string storedEtag, string currentEtag)
        : this(errorMsg, storedEtag, currentEtag, null)
    {
    }

    /// <summary>The versions that differ and what caused the error.</summary>
    public InconsistentStateException(string storedEtag, string currentEtag, Exception storageException)
        : this(storageException.Message, storedEtag, currentEtag, storageException)
    {
    }

    /// <summary>The version that is stored.</summary>
    [Id(0)]
    public string StoredEtag { get; }

    /// <summary>The version that was to be replaced.</summary>
    [Id(1)]
    public string CurrentEtag { get; }

    // Only the grain whose state it is ends; not those that it calls back to with the same error.
    [Id(2)]
    internal bool IsSourceActivation { get; set; } = true;

    /// <inheritdoc/>
    public override string ToString() =>
        $"InconsistentStateException: {Message} Expected Etag={StoredEtag} Received Etag={CurrentEtag} {InnerException}";
}
