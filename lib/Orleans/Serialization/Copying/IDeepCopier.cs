namespace Orleans.Serialization.Cloning;

/// <summary>Copies values whose type is known only at run time.</summary>
public interface IDeepCopier
{
    /// <summary>Copies a value.</summary>
    object? DeepCopy(object? input, CopyContext context);
}

/// <summary>Copies values of one type.</summary>
public interface IDeepCopier<T> : IDeepCopier
{
    /// <summary>Copies a value.</summary>
    T DeepCopy(T input, CopyContext context);

    object? IDeepCopier.DeepCopy(object? input, CopyContext context) => input is null ? null : DeepCopy((T)input, context);
}

/// <summary>Copies the members that a base class declares, for the copiers of derived classes.</summary>
public interface IBaseCopier<T>
    where T : class
{
    /// <summary>Copies the members from one instance to another.</summary>
    void DeepCopy(T input, T output, CopyContext context);
}

/// <summary>Copies a value by returning it, for types whose instances never change.</summary>
public class ShallowCopier<T> : IDeepCopier<T>
{
    /// <inheritdoc/>
    public T DeepCopy(T input, CopyContext context) => input;
}
