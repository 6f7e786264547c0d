namespace Orleans.Serialization;

/// <summary>Stands for an error whose type is not known in this process: its text, its stack trace and its cause.</summary>
public sealed class UnavailableExceptionFallbackException : Exception
{
    /// <summary>An error.</summary>
    public UnavailableExceptionFallbackException()
    {
    }

    /// <summary>An error and what caused it.</summary>
    public UnavailableExceptionFallbackException(string message, Exception? innerException) : base(message, innerException)
    {
    }

    /// <summary>The name of the error's type.</summary>
    public string ExceptionType { get; internal set; } = "";
}
