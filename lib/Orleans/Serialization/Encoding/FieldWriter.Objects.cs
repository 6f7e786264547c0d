using System.Runtime.CompilerServices;
using Orleans.Runtime;

namespace Orleans.Serialization.GeneratedCodeHelpers;

/// <content>Objects: which came before, and of which type they are.</content>
public sealed partial class FieldWriter
{
    // Most graphs are small: a list is searched up to a few entries, beyond that a dictionary.
    private const int ListLimit = 8;

    private readonly object[] _few = new object[ListLimit];
    private readonly List<Type> _types = [];
    private Dictionary<object, int>? _many;
    private int _objects;

    /// <summary>From here on no object and no type has come before.</summary>
    internal void BeginSession()
    {
        Array.Clear(_few, 0, Math.Min(_objects, ListLimit));
        _objects = 0;
        _many = null;
        _types.Clear();
    }

    internal void WriteType(Type type)
    {
        var index = _types.IndexOf(type);
        WriteVarint((ulong)(index + 1));
        if (index >= 0)
            return;

        _types.Add(type);
        WriteString(TypeNames.NameOf(type));
    }

    private void WriteObject<T>(uint id, T value)
    {
        object instance = value!;
        var type = instance.GetType();
        if (type == typeof(T))
        {
            var exact = CodecOf<T>.Instance;
            if (exact.IsTracked && TryWriteReference(id, instance))
                return;

            WriteTag(id, exact.Kind);
            exact.Write(this, value);
            return;
        }

        if (instance is IAddressable addressable)
        {
            WriteAddressable(id, addressable, typeof(T));
            return;
        }

        if (CollectionCodecs.TryReplace(instance, out var replacement))
            (instance, type) = (replacement, replacement.GetType());

        var codec = CodecProvider.Get(type);
        if (codec.IsTracked && TryWriteReference(id, instance))
            return;

        if (codec.Type == typeof(T))
        {
            WriteTag(id, codec.Kind);
        }
        else
        {
            WriteTag(id, WireKind.Typed);
            WriteType(codec.Type);
            WriteByte((byte)codec.Kind);
        }

        codec.WriteObject(this, instance);
    }

    // A grain that passes itself passes a reference; an observer has none of its own.
    private void WriteAddressable(uint id, IAddressable value, Type expected)
    {
        if (value is IGrainObserver and not GrainReference)
            throw new NotSupportedException(
                $"An observer cannot be passed itself; pass a reference to {value.GetType()} from IGrainFactory.CreateObjectReference.");

        var reference = value as GrainReference
            ?? (GrainReference)value.AsReference(typeof(IAddressable).IsAssignableFrom(expected) ? expected : typeof(IAddressable));
        if (typeof(IAddressable).IsAssignableFrom(expected))
        {
            WriteTag(id, WireKind.Struct);
        }
        else
        {
            WriteTag(id, WireKind.Typed);
            WriteType(typeof(GrainReference));
            WriteByte((byte)WireKind.Struct);
        }

        GrainReferenceFormat.Write(this, reference, expected);
    }

    private bool TryWriteReference(uint id, object instance)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        if (FindOrAdd(instance) is not (>= 0 and var index))
            return false;

        WriteTag(id, WireKind.Reference);
        WriteVarint((ulong)index);
        return true;
    }

    private int FindOrAdd(object instance)
    {
        if (_many is not null)
        {
            if (!_many.TryAdd(instance, _objects))
                return _many[instance];

            _objects++;
            return -1;
        }

        for (var i = 0; i < _objects; i++)
        {
            if (ReferenceEquals(_few[i], instance))
                return i;
        }

        if (_objects < ListLimit)
        {
            _few[_objects++] = instance;
            return -1;
        }

        _many = new Dictionary<object, int>(ReferenceEqualityComparer.Instance);
        for (var i = 0; i < ListLimit; i++)
            _many.Add(_few[i], i);

        _many.Add(instance, _objects++);
        return -1;
    }
}
