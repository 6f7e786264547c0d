using System.Runtime.CompilerServices;
using Orleans.Runtime;

namespace Orleans.Serialization.Cloning;

/// <summary>One deep copy: remembers which objects were copied, so that shared and circular references stay such.</summary>
public sealed class CopyContext : IDisposable
{
    [ThreadStatic]
    private static CopyContext? t_cached;

    // Most graphs are small: a list is searched up to a few entries, beyond that a dictionary.
    private const int ListLimit = 8;

    private readonly (object Original, object Copy)[] _few = new (object, object)[ListLimit];
    private Dictionary<object, object>? _many;
    private int _count;

    internal static CopyContext Rent()
    {
        var context = t_cached ?? new CopyContext();
        t_cached = null;
        return context;
    }

    /// <summary>Copies a value.</summary>
    /// <exception cref="CodecNotFoundException">There is no copier for the value's type.</exception>
    public T? DeepCopy<T>(T? value)
    {
        if (CopierProvider<T>.IsShallow || value is null)
            return value;

        if (typeof(T).IsValueType || value.GetType() == typeof(T))
            return CopierProvider<T>.Instance.DeepCopy(value, this);

        if (value is IAddressable addressable)
            return (T)CopyAddressable(addressable, typeof(T));

        return (T?)CopierProvider.Get(value.GetType()).DeepCopy(value, this);
    }

    /// <summary>Finds the copy that was made of an object.</summary>
    public bool TryGetCopy<T>(object? original, out T? result)
        where T : class
    {
        if (original is null)
        {
            result = null;
            return true;
        }

        object? copy = null;
        var found = _many is not null ? _many.TryGetValue(original, out copy) : TryFind(original, out copy);
        result = Unsafe.As<T>(copy);
        return found;
    }

    /// <summary>Remembers the copy that was made of an object, before its members are copied.</summary>
    public void RecordCopy(object original, object copy)
    {
        if (_many is not null)
        {
            _many[original] = copy;
            return;
        }

        if (_count < ListLimit)
        {
            _few[_count++] = (original, copy);
            return;
        }

        _many = new Dictionary<object, object>(ReferenceEqualityComparer.Instance);
        foreach (var (known, knownCopy) in _few)
            _many[known] = knownCopy;

        _many[original] = copy;
    }

    /// <summary>Ends the copy.</summary>
    public void Dispose()
    {
        Array.Clear(_few, 0, _count);
        _count = 0;
        _many = null;
        t_cached = this;
    }

    private static object CopyAddressable(IAddressable value, Type type)
    {
        if (value is GrainReference)
            return value;

        if (value is IGrainObserver)
            throw new NotSupportedException(
                $"An observer cannot be passed itself; pass a reference to {value.GetType()} from IGrainFactory.CreateObjectReference.");

        // A grain that passes itself passes a reference.
        return value.AsReference(type);
    }

    private bool TryFind(object original, out object? copy)
    {
        for (var i = 0; i < _count; i++)
        {
            if (ReferenceEquals(_few[i].Original, original))
            {
                copy = _few[i].Copy;
                return true;
            }
        }

        copy = null;
        return false;
    }
}
