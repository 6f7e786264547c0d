namespace Orleans.Concurrency;

/// <summary>Wraps a value that its owner promises not to change, so that it is passed without a copy.</summary>
[GenerateSerializer]
[Immutable]
public readonly struct Immutable<T>
{
    /// <summary>The value.</summary>
    [Id(0)]
    public readonly T Value;

    /// <summary>Wraps <paramref name="value"/>.</summary>
    public Immutable(T value) => Value = value;
}

/// <summary>Makes <see cref="Immutable{T}"/> values.</summary>
public static class ImmutableExtensions
{
    /// <summary>Wraps <paramref name="value"/>.</summary>
    public static Immutable<T> AsImmutable<T>(this T value) => new(value);
}
