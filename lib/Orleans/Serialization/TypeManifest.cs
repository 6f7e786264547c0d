namespace Orleans.Serialization.Configuration;

/// <summary>The generated types of the application's assemblies.</summary>
public sealed class TypeManifestOptions
{
    /// <summary>Converters to and from surrogates.</summary>
    public HashSet<Type> Converters { get; } = [];

    /// <summary>Codecs.</summary>
    public HashSet<Type> Serializers { get; } = [];

    /// <summary>Copiers.</summary>
    public HashSet<Type> Copiers { get; } = [];

    /// <summary>Grain interfaces.</summary>
    public HashSet<Type> Interfaces { get; } = [];

    /// <summary>Grain references, one class for each interface.</summary>
    public HashSet<Type> InterfaceProxies { get; } = [];

    /// <summary>Grain classes.</summary>
    public HashSet<Type> InterfaceImplementations { get; } = [];

    /// <summary>Names of types in serialized values, instead of their own.</summary>
    public Dictionary<string, Type> WellKnownTypeAliases { get; } = [];
}

/// <summary>Names the class that describes an assembly's generated types.</summary>
[AttributeUsage(AttributeTargets.Assembly, AllowMultiple = true)]
public sealed class TypeManifestProviderAttribute(Type providerType) : Attribute
{
    /// <summary>A <see cref="TypeManifestProviderBase"/> with a constructor without parameters.</summary>
    public Type ProviderType { get; } = providerType;
}

/// <summary>Describes an assembly's generated types.</summary>
public abstract class TypeManifestProviderBase
{
    internal void Configure(TypeManifestOptions options) => ConfigureInner(options);

    /// <summary>Adds the assembly's types.</summary>
    protected abstract void ConfigureInner(TypeManifestOptions options);
}
