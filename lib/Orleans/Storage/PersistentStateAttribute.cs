#nullable disable // As in the package: the storage's name is null for the default storage.

namespace Orleans.Runtime;

/// <summary>Names a constructor parameter's state and the storage that keeps it.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public class PersistentStateAttribute : Attribute, IFacetMetadata, IPersistentStateConfiguration
{
    /// <summary>Sets the names.</summary>
    public PersistentStateAttribute(string stateName, string storageName = null)
    {
        ArgumentNullException.ThrowIfNull(stateName);
        StateName = stateName;
        StorageName = storageName;
    }

    /// <inheritdoc/>
    public string StateName { get; }

    /// <inheritdoc/>
    public string StorageName { get; }
}

/// <summary>Names a state and the storage that keeps it.</summary>
public interface IPersistentStateConfiguration
{
    /// <summary>The state's name within the grain.</summary>
    string StateName { get; }

    /// <summary>The storage's name; null for the default storage.</summary>
    string StorageName { get; }
}

/// <summary>State of a grain's that a storage keeps: a constructor parameter with <see cref="PersistentStateAttribute"/>.</summary>
public interface IPersistentState<TState> : Core.IStorage<TState>;

/// <summary>Makes the state of grains.</summary>
public interface IPersistentStateFactory
{
    /// <summary>Makes the state of an activation; it is read before the grain is activated.</summary>
    IPersistentState<TState> Create<TState>(IGrainContext context, IPersistentStateConfiguration config);
}
