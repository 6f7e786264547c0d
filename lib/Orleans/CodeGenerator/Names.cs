using System.Collections.Generic;
using System.Linq;
using System.Text;
using Microsoft.CodeAnalysis;

namespace Orleans.CodeGenerator;

/// <summary>Names of types and members in generated code.</summary>
internal static class Names
{
    private static readonly SymbolDisplayFormat Format = SymbolDisplayFormat.FullyQualifiedFormat
        .WithMiscellaneousOptions(SymbolDisplayMiscellaneousOptions.EscapeKeywordIdentifiers | SymbolDisplayMiscellaneousOptions.UseSpecialTypes);

    public static string Of(ITypeSymbol type) => type.ToDisplayString(Format);

    /// <summary>The type with its parameters left open, for typeof.</summary>
    public static string Open(INamedTypeSymbol type) =>
        type.IsGenericType || HasGenericContainer(type) ? Of(type.ConstructUnboundGenericType()) : Of(type);

    public static string Identifier(string name) => "@" + name;

    /// <summary>A name for what is generated for a type, unique within its namespace.</summary>
    public static string Generated(string prefix, INamedTypeSymbol type)
    {
        var name = new StringBuilder(type.Name);
        for (var outer = type.ContainingType; outer is not null; outer = outer.ContainingType)
            name.Insert(0, outer.Name + "_");

        name.Insert(0, prefix + "_");
        if (AllParameters(type).Count is > 0 and var arity)
            name.Append('_').Append(arity);

        return name.ToString();
    }

    public static string Namespace(INamedTypeSymbol type) => type.ContainingNamespace is { IsGlobalNamespace: false } space
        ? "OrleansCodeGen." + space.ToDisplayString()
        : "OrleansCodeGen";

    /// <summary>The type parameters of a type and of the types around it.</summary>
    public static List<ITypeParameterSymbol> AllParameters(INamedTypeSymbol type)
    {
        var parameters = type.ContainingType is { } outer ? AllParameters(outer) : new List<ITypeParameterSymbol>();
        parameters.AddRange(type.TypeParameters);
        return parameters;
    }

    public static string ParameterList(IReadOnlyList<ITypeParameterSymbol> parameters) =>
        parameters.Count == 0 ? "" : "<" + string.Join(", ", parameters.Select(parameter => Identifier(parameter.Name))) + ">";

    /// <summary>As many type parameters, left open, for typeof.</summary>
    public static string OpenList(IReadOnlyCollection<ITypeParameterSymbol> parameters) =>
        parameters.Count == 0 ? "" : "<" + new string(',', parameters.Count - 1) + ">";

    public static string Constraints(IEnumerable<ITypeParameterSymbol> parameters)
    {
        var text = new StringBuilder();
        foreach (var parameter in parameters)
        {
            var parts = new List<string>();
            if (parameter.HasUnmanagedTypeConstraint)
                parts.Add("unmanaged");
            else if (parameter.HasValueTypeConstraint)
                parts.Add("struct");
            else if (parameter.HasReferenceTypeConstraint)
                parts.Add("class");
            else if (parameter.HasNotNullConstraint)
                parts.Add("notnull");

            parts.AddRange(parameter.ConstraintTypes.Select(Of));
            if (parameter.HasConstructorConstraint && !parameter.HasValueTypeConstraint)
                parts.Add("new()");

            if (parts.Count > 0)
                text.Append(" where ").Append(Identifier(parameter.Name)).Append(" : ").Append(string.Join(", ", parts));
        }

        return text.ToString();
    }

    private static bool HasGenericContainer(INamedTypeSymbol type) => type.ContainingType is { } outer && (outer.IsGenericType || HasGenericContainer(outer));
}
