using Orleans.CodeGeneration;
using Orleans.Serialization.Invocation;

namespace Orleans.Runtime;

/// <summary>The base of generated references: an address that calls go to, equal to every other of the same grain.</summary>
public class GrainReference : IAddressable, IEquatable<GrainReference>
{
    private readonly IdSpan _key;

    /// <summary>Creates a reference to the grain with a key.</summary>
    protected GrainReference(GrainReferenceShared shared, IdSpan key)
    {
        Shared = shared;
        _key = key;
    }

    /// <summary>The grain's identity.</summary>
    public GrainId GrainId => new(Shared.GrainType, _key);

    /// <summary>The interface's name.</summary>
    public virtual string InterfaceName => Shared.InterfaceType.ToString();

    /// <summary>The interface.</summary>
    public GrainInterfaceType InterfaceType => Shared.InterfaceType;

    internal GrainReferenceShared Shared { get; }

    /// <inheritdoc/>
    public bool Equals(GrainReference? other) => other is not null && GrainId.Equals(other.GrainId);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as GrainReference);

    /// <inheritdoc/>
    public override int GetHashCode() => GrainId.GetHashCode();

    /// <summary>A hash that is the same in every process.</summary>
    public uint GetUniformHashCode() => GrainId.GetUniformHashCode();

    /// <inheritdoc/>
    public sealed override string ToString() => $"GrainReference:{GrainId}:{InterfaceType}";

    public static bool operator ==(GrainReference? reference1, GrainReference? reference2) =>
        reference1 is null ? reference2 is null : reference1.Equals(reference2);

    public static bool operator !=(GrainReference? reference1, GrainReference? reference2) => !(reference1 == reference2);

    /// <summary>Takes a call to be filled with arguments.</summary>
    protected TInvokable GetInvokable<TInvokable>() where TInvokable : class, IInvokable, new() => InvokablePool.Get<TInvokable>();

    /// <summary>Makes a call that has no result.</summary>
    protected void Invoke(IRequest methodDescription) =>
        Shared.Runtime.InvokeMethod(this, methodDescription, methodDescription.Options | InvokeMethodOptions.OneWay);

    /// <summary>Makes a call.</summary>
    protected ValueTask InvokeAsync(IRequest methodDescription) =>
        Shared.Runtime.InvokeMethodAsync(this, methodDescription, methodDescription.Options);

    /// <summary>Makes a call.</summary>
    protected ValueTask<T> InvokeAsync<T>(IRequest methodDescription) =>
        Shared.Runtime.InvokeMethodAsync<T>(this, methodDescription, methodDescription.Options);
}

/// <summary>What references of one interface to grains of one type share.</summary>
public sealed class GrainReferenceShared
{
    internal GrainReferenceShared(GrainType grainType, GrainInterfaceType interfaceType, GrainReferenceRuntime runtime, Type? contract = null)
    {
        GrainType = grainType;
        Contract = contract ?? typeof(IAddressable);
        InterfaceType = interfaceType;
        Runtime = runtime;
    }

    /// <summary>The grain type.</summary>
    public GrainType GrainType { get; }

    /// <summary>The interface.</summary>
    public GrainInterfaceType InterfaceType { get; }

    /// <summary>The interface, as it is named where a reference is serialized.</summary>
    internal Type Contract { get; }

    internal GrainReferenceRuntime Runtime { get; }
}
