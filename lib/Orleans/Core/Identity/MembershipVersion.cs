namespace Orleans.Runtime;

/// <summary>A version of the cluster's membership; it only grows.</summary>
[Immutable]
[GenerateSerializer]
public readonly struct MembershipVersion : IEquatable<MembershipVersion>, IComparable<MembershipVersion>
{
    /// <summary>Wraps <paramref name="version"/>.</summary>
    public MembershipVersion(long version) => Value = version;

    /// <summary>The number.</summary>
    [Id(0)]
    public long Value { get; }

    /// <inheritdoc/>
    public int CompareTo(MembershipVersion other) => Value.CompareTo(other.Value);

    /// <inheritdoc/>
    public bool Equals(MembershipVersion other) => Value == other.Value;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is MembershipVersion other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Value.GetHashCode();

    /// <inheritdoc/>
    public override string ToString() => Value.ToString(System.Globalization.CultureInfo.InvariantCulture);

    public static bool operator ==(MembershipVersion left, MembershipVersion right) => left.Equals(right);

    public static bool operator !=(MembershipVersion left, MembershipVersion right) => !left.Equals(right);
}
