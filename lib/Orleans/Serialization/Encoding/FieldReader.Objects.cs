using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Orleans.Serialization.GeneratedCodeHelpers;

/// <content>Objects that came before, types, and what is skipped.</content>
public sealed partial class FieldReader
{
    private readonly List<object?> _objects = [];
    private readonly List<TypeName> _types = [];
    private int _nextObject;
    private long _rereadLeft;

    /// <summary>
    /// Passes over the member's value. It may hold objects that are referred to later; these are read then, from where
    /// they lie.
    /// </summary>
    public void SkipValue() => Skip(_kind);

    /// <summary>From here on no object and no type has come before.</summary>
    internal void BeginSession()
    {
        _objects.Clear();
        _types.Clear();
        _nextObject = 0;
        _elementsLeft = Remaining;
        _rereadLeft = 4L * Remaining;
    }

    /// <summary>Gives the object whose reading begins its number; it can be referred to once it is set.</summary>
    internal int BeginObject()
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        if (_nextObject == _objects.Count)
            _objects.Add(null);

        return _nextObject++;
    }

    internal void SetObject(int number, object value) => _objects[number] = value;

    /// <summary>Passes over all members up to the end of the object, whichever class declares them.</summary>
    internal void SkipToEnd()
    {
        while (true)
        {
            if (NextField(out _))
                SkipValue();
            else if ((WireKind)(ReadVarint() & 0xf) == WireKind.End)
                return;
        }
    }

    internal Type ReadType() => ReadTypeName().Resolve() is { } type ? type : throw Malformed("a type is not known here");

    private T? ReadTyped<T>()
    {
        var name = ReadTypeName();
        return ReadTyped<T>(name, (WireKind)ReadByte());
    }

    private T? ReadTyped<T>(TypeName name, WireKind kind)
    {
        if (name.Resolve() is not { } type)
        {
            if (name.IsException && kind == WireKind.Object && typeof(T).IsAssignableFrom(typeof(UnavailableExceptionFallbackException)))
                return (T)(object)ExceptionFormat.ReadFallback(this, name.ExceptionType);

            throw new SerializerException($"The type \"{name.Text}\" is not known here. Is the assembly that declares it, with [GenerateSerializer], referenced?");
        }

        if (!typeof(T).IsAssignableFrom(type))
            throw Malformed($"there is a {type} where a {typeof(T)} belongs");

        return (T?)CodecProvider.Get(type).ReadObject(this, kind);
    }

    private T? ReadReference<T>()
    {
        var number = ReadVarint();
        if (number >= (ulong)_objects.Count)
            throw Malformed("a reference to an object that did not come before");

        var value = _objects[(int)number];
        if (value is SkippedObject skipped)
            value = ReadSkipped<T>((int)number, skipped);

        return value is T typed ? typed : throw Malformed("a reference to an object of another type, or to one that cannot be part of itself");
    }

    private object? ReadSkipped<T>(int number, SkippedObject skipped)
    {
        var (position, next) = (_position, _nextObject);
        (_position, _nextObject) = (skipped.Position, number);
        _objects[number] = null;
        var value = skipped.Type is { } type ? ReadTyped<T>(type, skipped.Kind) : CodecOf<T>.Instance.Read(this, skipped.Kind);
        _rereadLeft -= _position - skipped.Position;
        (_position, _nextObject) = (position, next);
        return _rereadLeft >= 0 ? value : throw Malformed("objects are referred to in circles");
    }

    private void Skip(WireKind kind, TypeName? type = null)
    {
        switch (kind)
        {
            case WireKind.Null:
                break;
            case WireKind.Varint:
            case WireKind.Reference:
                ReadVarint();
                break;
            case WireKind.Fixed32:
                Take(sizeof(uint));
                break;
            case WireKind.Fixed64:
                Take(sizeof(ulong));
                break;
            case WireKind.Fixed128:
                Take(2 * sizeof(ulong));
                break;
            case WireKind.Bytes:
                ReadBytes();
                break;
            case WireKind.Array:
                SetObject(BeginObject(), new SkippedObject(_position, kind, type));
                ReadBytes();
                break;
            case WireKind.Struct:
                RuntimeHelpers.EnsureSufficientExecutionStack();
                SkipToEnd();
                break;
            case WireKind.Object:
                SetObject(BeginObject(), new SkippedObject(_position, kind, type));
                SkipToEnd();
                break;
            case WireKind.Typed:
                RuntimeHelpers.EnsureSufficientExecutionStack();
                var name = ReadTypeName();
                Skip((WireKind)ReadByte(), name);
                break;
            default:
                throw Malformed("there is no such kind of value");
        }
    }

    private TypeName ReadTypeName()
    {
        var index = ReadVarint();
        if (index > 0)
            return index <= (ulong)_types.Count ? _types[(int)index - 1] : throw Malformed("a type that did not come before");

        // A value that was skipped is read a second time; its types have their numbers already.
        var position = _position;
        var text = ReadString();
        if (_types.Count > 0 && _types[^1].Position >= position && _types.Find(known => known.Position == position) is { } again)
            return again;

        var name = new TypeName(text, position);
        _types.Add(name);
        return name;
    }

    private sealed class TypeName(string text, int position)
    {
        private Type? _type;

        public string Text => text;

        public int Position => position;

        public bool IsException => text.StartsWith(TypeNames.ExceptionMark);

        public string ExceptionType => text[1..].Split(TypeNames.AssemblyMark)[0];

        public Type? Resolve() => _type ??= TypeNames.TryResolve(text);
    }

    private sealed record SkippedObject(int Position, WireKind Kind, TypeName? Type);
}
