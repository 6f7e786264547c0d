using Orleans.Runtime;

namespace Orleans.Runtime
{
    /// <summary>Anything that calls can be addressed to.</summary>
    [GenerateMethodSerializers(typeof(GrainReference))]
    public interface IAddressable;

    /// <summary>An interface that the runtime adds to grains.</summary>
    [GenerateMethodSerializers(typeof(GrainReference), true)]
    public interface IGrainExtension : IAddressable;
}

namespace Orleans
{
    /// <summary>The root of grain interfaces; derive from one of those with a key.</summary>
    public interface IGrain : IAddressable;

    /// <summary>A grain whose key is a <see cref="Guid"/>.</summary>
    public interface IGrainWithGuidKey : IGrain;

    /// <summary>A grain whose key is a <see cref="long"/>.</summary>
    public interface IGrainWithIntegerKey : IGrain;

    /// <summary>A grain whose key is a string.</summary>
    public interface IGrainWithStringKey : IGrain;

    /// <summary>A grain whose key is a <see cref="Guid"/> and a string.</summary>
    public interface IGrainWithGuidCompoundKey : IGrain;

    /// <summary>A grain whose key is a <see cref="long"/> and a string.</summary>
    public interface IGrainWithIntegerCompoundKey : IGrain;

    /// <summary>An object of a caller's that grains can call; see <see cref="IGrainFactory.CreateObjectReference"/>.</summary>
    public interface IGrainObserver : IAddressable;
}
