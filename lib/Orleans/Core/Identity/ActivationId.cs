namespace Orleans.Runtime;

/// <summary>Identifies one activation of a grain.</summary>
[Immutable]
[GenerateSerializer]
public readonly struct ActivationId : IEquatable<ActivationId>
{
    [Id(0)]
    private readonly Guid _key;

    /// <summary>Wraps <paramref name="key"/>.</summary>
    public ActivationId(Guid key) => _key = key;

    /// <summary>Whether this is the default, empty identifier.</summary>
    public bool IsDefault => _key == Guid.Empty;

    /// <summary>A new identifier.</summary>
    public static ActivationId NewId() => new(Guid.NewGuid());

    /// <inheritdoc/>
    public bool Equals(ActivationId other) => _key == other._key;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is ActivationId other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => _key.GetHashCode();

    /// <inheritdoc/>
    public override string ToString() => $"@{_key:N}";

    public static bool operator ==(ActivationId left, ActivationId right) => left.Equals(right);

    public static bool operator !=(ActivationId left, ActivationId right) => !left.Equals(right);
}
