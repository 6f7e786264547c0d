namespace Microsoft.ML.Tokenizers;

/// <summary>One token of an encoded text.</summary>
public readonly struct EncodedToken : IEquatable<EncodedToken>
{
    /// <summary>Creates a token.</summary>
    /// <param name="id">The token's id in the vocabulary.</param>
    /// <param name="value">The token as the vocabulary spells it.</param>
    /// <param name="offset">Where it stands in the (normalized) text, in UTF-16 units.</param>
    public EncodedToken(int id, string value, Range offset)
    {
        Id = id;
        Value = value;
        Offset = offset;
    }

    /// <summary>The token's id in the vocabulary.</summary>
    public int Id { get; }

    /// <summary>The token as the vocabulary spells it.</summary>
    public string Value { get; }

    /// <summary>Where the token stands in the (normalized) text, in UTF-16 units.</summary>
    public Range Offset { get; }

    /// <inheritdoc />
    public bool Equals(EncodedToken other) => Id == other.Id && Value == other.Value && Offset.Equals(other.Offset);
}
