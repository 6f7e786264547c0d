using Orleans.Runtime;

namespace Orleans.Storage;

/// <summary>A storage that a grain names is not registered.</summary>
public sealed class BadProviderConfigException : OrleansException
{
    /// <summary>An error.</summary>
    public BadProviderConfigException()
    {
    }

    /// <summary>An error.</summary>
    public BadProviderConfigException(string msg) : base(msg)
    {
    }

    /// <summary>An error and what caused it.</summary>
    public BadProviderConfigException(string msg, Exception exc) : base(msg, exc)
    {
    }
}
