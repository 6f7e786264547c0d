using System.Reflection;

namespace Orleans.Runtime;

/// <summary>A grain class and its name in identifiers.</summary>
internal sealed record GrainClass(Type Type, GrainType GrainType)
{
    private const string Suffix = "grain";

    public static GrainClass From(Type type) =>
        new(type, type.GetCustomAttribute<GrainTypeAttribute>()?.GetGrainType(null, type) ?? GrainType.Create(NameOf(type)));

    /// <summary>The grain type for an interface: with the interface's type arguments if the class is generic.</summary>
    public GrainType Construct(Type interfaceType) => Type.IsGenericTypeDefinition && interfaceType.IsGenericType
        ? GrainType.Create($"{GrainType}[{string.Join(",", interfaceType.GetGenericArguments().Select(argument => $"[{argument.AssemblyQualifiedName}]"))}]")
        : GrainType;

    /// <summary>Closes the generic class that a constructed grain type names.</summary>
    public static GrainClass? TryClose(GrainType grainType, IReadOnlyDictionary<GrainType, GrainClass> classes)
    {
        var text = grainType.ToString();
        var bracket = text.IndexOf('[', StringComparison.Ordinal);
        if (bracket <= 0 || !classes.TryGetValue(GrainType.Create(text[..bracket]), out var open))
            return null;

        // Let the framework parse the arguments, as those of a type with as many parameters.
        var name = $"{open.Type.FullName}{text[bracket..]}, {open.Type.Assembly.FullName}";
        return System.Type.GetType(name) is { } closed ? new(closed, grainType) : null;
    }

    private static string NameOf(Type type)
    {
        var name = type.Name.ToLowerInvariant();
        if (name.IndexOf('`', StringComparison.Ordinal) is > 0 and var arity)
            name = name[..arity];

        if (name.Length > Suffix.Length && name.EndsWith(Suffix, StringComparison.Ordinal))
            name = name[..^Suffix.Length];

        return type.IsGenericType ? $"{name}`{type.GetGenericArguments().Length}" : name;
    }
}
