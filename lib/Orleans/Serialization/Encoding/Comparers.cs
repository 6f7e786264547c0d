namespace Orleans.Serialization.GeneratedCodeHelpers;

/// <summary>Comparers of collections: the default, and those of strings that have a name everywhere.</summary>
internal static class Comparers
{
    private static readonly StringComparer[] Named = [StringComparer.Ordinal, StringComparer.OrdinalIgnoreCase, StringComparer.InvariantCulture, StringComparer.InvariantCultureIgnoreCase];

    public static void Write(FieldWriter writer, object? comparer)
    {
        if (comparer is null || IsDefault(comparer.GetType()))
            return;

        var index = Array.IndexOf(Named, comparer as StringComparer);
        if (index < 0)
            throw new SerializerException($"A collection with a comparer of type {comparer.GetType()} cannot be serialized; use a default comparer or one of StringComparer's.");

        writer.WriteTag(CollectionFields.Comparer, WireKind.Varint);
        writer.WriteVarint((ulong)index);
    }

    public static object? Read<T>(FieldReader reader)
    {
        var index = reader.ReadValue<ulong>();
        if (index >= (ulong)Named.Length || typeof(T) != typeof(string))
            throw FieldReader.Malformed("there is no such comparer");

        return Named[index];
    }

    // EqualityComparer<T>.Default, Comparer<T>.Default: of these classes, whatever T is.
    private static bool IsDefault(Type type) => type.Namespace == "System.Collections.Generic" && type.Assembly == typeof(object).Assembly;
}
