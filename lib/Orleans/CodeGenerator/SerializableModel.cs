using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Orleans.CodeGenerator;

/// <summary>A serializable type and the members it declares that are serialized.</summary>
internal sealed class SerializableModel
{
    private SerializableModel(INamedTypeSymbol type) => Type = type;

    public INamedTypeSymbol Type { get; }

    public List<MemberModel> Members { get; } = new();

    public bool IsImmutable => LibraryTypes.Has(Type, "Orleans.ImmutableAttribute");

    /// <summary>Whether it is an error: these are serialized, but shared and not copied.</summary>
    public bool IsException { get; private set; }

    /// <summary>The base class, if it has members of its own to copy.</summary>
    public INamedTypeSymbol? SerializableBase =>
        Type.BaseType is { } baseType && LibraryTypes.Has(baseType.OriginalDefinition, "Orleans.GenerateSerializerAttribute") ? baseType : null;

    public static SerializableModel Build(INamedTypeSymbol type, bool isException, List<Diagnostic> diagnostics)
    {
        var model = new SerializableModel(type) { IsException = isException };
        var attribute = LibraryTypes.Find(type, "Orleans.GenerateSerializerAttribute")!;
        var allProperties = attribute.NamedArguments.Any(argument => argument.Key == "GenerateFieldIds" && argument.Value.Value is 1);
        var parameters = PrimaryConstructorParameters(type, attribute);
        uint nextId = 0;

        foreach (var member in type.GetMembers().Where(member => !member.IsStatic))
        {
            if (member is IFieldSymbol { AssociatedSymbol: null, IsImplicitlyDeclared: false } field && IdOf(field) is { } fieldId)
                model.Members.Add(new MemberModel(fieldId, field, field.Type, field));

            if (member is not IPropertySymbol { IsIndexer: false } property)
                continue;

            var parameter = parameters.IndexOf(property.Name);
            var id = IdOf(property)
                ?? (parameter >= 0 ? (uint)parameter
                    : allProperties && property.DeclaredAccessibility == Accessibility.Public && property.SetMethod is not null ? nextId++
                    : (uint?)null);
            if (id is null)
                continue;

            var backing = type.GetMembers().OfType<IFieldSymbol>()
                .FirstOrDefault(candidate => SymbolEqualityComparer.Default.Equals(candidate.AssociatedSymbol, property));
            if (backing is null && (property.GetMethod is null || property.SetMethod is null or { IsInitOnly: true }))
                diagnostics.Add(GeneratorDiagnostics.NotSettable(property));
            else
                model.Members.Add(new MemberModel(id.Value, property, property.Type, backing));
        }

        model.Members.Sort((left, right) => left.Id.CompareTo(right.Id));
        return model;
    }

    private static uint? IdOf(ISymbol member) =>
        LibraryTypes.Find(member, "Orleans.IdAttribute") is { ConstructorArguments.Length: 1 } attribute
            ? attribute.ConstructorArguments[0].Value as uint?
            : null;

    // A record's parameters are members by themselves, numbered by position.
    private static List<string> PrimaryConstructorParameters(INamedTypeSymbol type, AttributeData attribute)
    {
        var include = type.IsRecord;
        foreach (var argument in attribute.NamedArguments)
        {
            if (argument.Key == "IncludePrimaryConstructorParameters" && argument.Value.Value is bool value)
                include = value;
        }

        if (!include)
            return new List<string>();

        var constructor = type.InstanceConstructors.FirstOrDefault(
            candidate => candidate.DeclaringSyntaxReferences.Any(reference => reference.GetSyntax() is TypeDeclarationSyntax));
        return constructor?.Parameters.Select(parameter => parameter.Name).ToList() ?? new List<string>();
    }
}

/// <summary>A serialized member; without a backing field it is read and written as a property.</summary>
internal sealed class MemberModel(uint id, ISymbol symbol, ITypeSymbol type, IFieldSymbol? field)
{
    public uint Id { get; } = id;

    public ISymbol Symbol { get; } = symbol;

    public ITypeSymbol Type { get; } = type;

    public IFieldSymbol? Field { get; } = field;

    public bool IsImmutable => LibraryTypes.Has(Symbol, "Orleans.ImmutableAttribute") || LibraryTypes.IsImmutable(Type);
}
