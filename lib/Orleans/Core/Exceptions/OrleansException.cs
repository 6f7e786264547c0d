namespace Orleans.Runtime;

/// <summary>The base of the runtime's errors.</summary>
public class OrleansException : Exception
{
    /// <summary>An error.</summary>
    public OrleansException() : base("Unexpected error.")
    {
    }

    /// <summary>An error.</summary>
    public OrleansException(string message) : base(message)
    {
    }

    /// <summary>An error and what caused it.</summary>
    public OrleansException(string message, Exception innerException) : base(message, innerException)
    {
    }
}

/// <summary>A message was refused.</summary>
public class OrleansMessageRejectionException : OrleansException
{
    internal OrleansMessageRejectionException(string message) : base(message)
    {
    }

    internal OrleansMessageRejectionException(string message, Exception innerException) : base(message, innerException)
    {
    }
}

/// <summary>The silo that a call was addressed to is not there.</summary>
public sealed class SiloUnavailableException : OrleansMessageRejectionException
{
    /// <summary>An error.</summary>
    public SiloUnavailableException() : base("SiloUnavailableException")
    {
    }

    /// <summary>An error.</summary>
    public SiloUnavailableException(string msg) : base(msg)
    {
    }

    /// <summary>An error and what caused it.</summary>
    public SiloUnavailableException(string message, Exception innerException) : base(message, innerException)
    {
    }
}

/// <summary>A configuration is not valid.</summary>
public sealed class OrleansConfigurationException : Exception
{
    /// <summary>An error.</summary>
    public OrleansConfigurationException(string message) : base(message)
    {
    }

    /// <summary>An error and what caused it.</summary>
    public OrleansConfigurationException(string message, Exception innerException) : base(message, innerException)
    {
    }
}

/// <summary>A lifecycle was cancelled before it had started.</summary>
public sealed class OrleansLifecycleCanceledException : OrleansException
{
    internal OrleansLifecycleCanceledException(string message) : base(message)
    {
    }
}

/// <summary>A queue is full.</summary>
public sealed class LimitExceededException : OrleansException
{
    /// <summary>An error.</summary>
    public LimitExceededException() : base("Limit exceeded")
    {
    }

    /// <summary>An error.</summary>
    public LimitExceededException(string message) : base(message)
    {
    }

    /// <summary>An error and what caused it.</summary>
    public LimitExceededException(string message, Exception innerException) : base(message, innerException)
    {
    }

    /// <summary>The limit and by how much it is exceeded.</summary>
    public LimitExceededException(string limitName, int current, int threshold, object extraInfo)
        : base($"Limit exceeded {limitName} Current={current} Threshold={threshold} {extraInfo}")
    {
    }
}

/// <summary>An observer's owner, a client, is not there.</summary>
public sealed class ClientNotAvailableException : OrleansException
{
    internal ClientNotAvailableException(GrainId clientId) : base($"No activation for client {clientId}")
    {
    }
}

/// <summary>An enumeration ended because its grain no longer knows it.</summary>
public sealed class EnumerationAbortedException : Exception
{
    /// <summary>An error.</summary>
    public EnumerationAbortedException()
    {
    }

    /// <summary>An error.</summary>
    public EnumerationAbortedException(string message) : base(message)
    {
    }

    /// <summary>An error and what caused it.</summary>
    public EnumerationAbortedException(string message, Exception innerException) : base(message, innerException)
    {
    }
}
