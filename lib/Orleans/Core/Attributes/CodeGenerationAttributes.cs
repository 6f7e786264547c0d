using System.ComponentModel;

namespace Orleans;

/// <summary>Marks an assembly whose generated code belongs to the application.</summary>
[AttributeUsage(AttributeTargets.Assembly, AllowMultiple = true)]
public sealed class ApplicationPartAttribute(string assemblyName) : Attribute
{
    /// <summary>The assembly's name.</summary>
    public string AssemblyName { get; } = assemblyName;
}

/// <summary>Asks for generated proxies of the interfaces that derive from the annotated one.</summary>
[AttributeUsage(AttributeTargets.Interface, AllowMultiple = true)]
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class GenerateMethodSerializersAttribute(Type proxyBase, bool isExtension = false) : Attribute
{
    /// <summary>The base class of proxies.</summary>
    public Type ProxyBase { get; } = proxyBase;

    /// <summary>Whether the interface extends other grains.</summary>
    public bool IsExtension { get; } = isExtension;
}

/// <summary>How long a caller waits for the response to a method, instead of the configured time.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ResponseTimeoutAttribute(string timeout) : Attribute
{
    /// <summary>The time.</summary>
    public TimeSpan? Timeout { get; init; } = TimeSpan.Parse(timeout, System.Globalization.CultureInfo.InvariantCulture);
}
