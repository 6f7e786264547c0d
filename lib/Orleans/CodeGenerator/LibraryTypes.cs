using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;

namespace Orleans.CodeGenerator;

/// <summary>The types that generated code is about, as the compilation sees them.</summary>
internal sealed class LibraryTypes
{
    private static readonly HashSet<string> ImmutableNames = new(StringComparer.Ordinal)
    {
        "System.DateTimeOffset", "System.DateOnly", "System.TimeOnly", "System.TimeSpan", "System.Guid", "System.Half",
        "System.Int128", "System.UInt128", "System.Uri", "System.Version", "System.Numerics.BigInteger",
        "System.Net.IPAddress", "System.Net.IPEndPoint", "System.Threading.CancellationToken", "System.Type",
    };

    private LibraryTypes(INamedTypeSymbol addressable, Compilation compilation)
    {
        Addressable = addressable;
        Compilation = compilation;
    }

    public Compilation Compilation { get; }

    public INamedTypeSymbol Addressable { get; }

    public static LibraryTypes? TryResolve(Compilation compilation) =>
        compilation.GetTypeByMetadataName("Orleans.Runtime.IAddressable") is { } addressable
            ? new LibraryTypes(addressable, compilation)
            : null;

    public static bool Has(ISymbol symbol, string attribute) => Find(symbol, attribute) is not null;

    public static AttributeData? Find(ISymbol symbol, string attribute) =>
        symbol.GetAttributes().FirstOrDefault(data => data.AttributeClass?.ToDisplayString() == attribute);

    public static bool Is(ITypeSymbol type, string metadataName) =>
        type is INamedTypeSymbol named && FullMetadataName(named.OriginalDefinition) == metadataName;

    public bool IsAddressable(ITypeSymbol type) =>
        SymbolEqualityComparer.Default.Equals(type, Addressable)
        || type.AllInterfaces.Any(implemented => SymbolEqualityComparer.Default.Equals(implemented, Addressable));

    /// <summary>Whether a value never changes, so that passing it on needs no copy. False means: ask at run time.</summary>
    public static bool IsImmutable(ITypeSymbol type)
    {
        if (type.TypeKind == TypeKind.Enum || type.SpecialType is SpecialType.System_String or SpecialType.System_DateTime
            or (>= SpecialType.System_Boolean and <= SpecialType.System_UIntPtr))
            return true;

        if (type is not INamedTypeSymbol named)
            return false;

        if (named.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T)
            return IsImmutable(named.TypeArguments[0]);

        // A derived class need not keep the promise of its base.
        return ImmutableNames.Contains(FullMetadataName(named))
            || ((named.IsSealed || named.IsValueType) && Has(named, "Orleans.ImmutableAttribute"));
    }

    public static string? AliasOf(ISymbol symbol) =>
        Find(symbol, "Orleans.AliasAttribute") is { ConstructorArguments.Length: 1 } attribute ? attribute.ConstructorArguments[0].Value as string : null;

    public static string FullMetadataName(INamedTypeSymbol type) => type.ContainingType is { } outer
        ? FullMetadataName(outer) + "+" + type.MetadataName
        : type.ContainingNamespace is { IsGlobalNamespace: false } space ? space.ToDisplayString() + "." + type.MetadataName : type.MetadataName;
}
