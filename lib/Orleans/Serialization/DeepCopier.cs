using Orleans.Serialization.Cloning;

namespace Orleans.Serialization;

/// <summary>Copies values as calls do.</summary>
public sealed class DeepCopier
{
    internal DeepCopier()
    {
    }

    /// <summary>Copies a value.</summary>
    /// <exception cref="CodecNotFoundException">There is no copier for the value's type.</exception>
    public T Copy<T>(T value)
    {
        using var context = CopyContext.Rent();
        return context.DeepCopy(value)!;
    }
}
