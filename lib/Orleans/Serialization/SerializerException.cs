namespace Orleans.Serialization;

/// <summary>A value could not be serialized or copied.</summary>
public class SerializerException : Exception
{
    /// <summary>An error.</summary>
    public SerializerException()
    {
    }

    /// <summary>An error.</summary>
    public SerializerException(string message) : base(message)
    {
    }

    /// <summary>An error and what caused it.</summary>
    public SerializerException(string message, Exception innerException) : base(message, innerException)
    {
    }
}

/// <summary>There is no code to serialize or copy a type.</summary>
public sealed class CodecNotFoundException(string message) : SerializerException(message);
