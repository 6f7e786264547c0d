namespace Orleans.Serialization.GeneratedCodeHelpers;

/// <summary>
/// How a value is written, in the low four bits of its tag; the number of its member is in the rest. It is all that
/// a reader needs to skip what it does not know.
/// </summary>
internal enum WireKind : byte
{
    /// <summary>No value.</summary>
    Null,

    /// <summary>A number in groups of seven bits.</summary>
    Varint,

    /// <summary>Four bytes.</summary>
    Fixed32,

    /// <summary>Eight bytes.</summary>
    Fixed64,

    /// <summary>Sixteen bytes.</summary>
    Fixed128,

    /// <summary>A length and as many bytes.</summary>
    Bytes,

    /// <summary>As <see cref="Bytes"/>, of an object that may be referred to again.</summary>
    Array,

    /// <summary>Tagged members up to <see cref="End"/>.</summary>
    Struct,

    /// <summary>As <see cref="Struct"/>, of an object that may be referred to again.</summary>
    Object,

    /// <summary>A type that is not the expected one, the kind, and the value.</summary>
    Typed,

    /// <summary>The number of an object that came before.</summary>
    Reference,

    /// <summary>The end of the members.</summary>
    End,

    /// <summary>The end of the members that a base class declares.</summary>
    EndOfBase,
}
