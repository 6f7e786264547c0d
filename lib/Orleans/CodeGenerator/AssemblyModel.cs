using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;

namespace Orleans.CodeGenerator;

/// <summary>What code is generated for.</summary>
internal sealed class AssemblyModel
{
    private AssemblyModel(string assemblyName) => AssemblyName = assemblyName;

    public string AssemblyName { get; }

    /// <summary>This assembly, if it has anything, and those it references that have generated code.</summary>
    public List<string> ApplicationParts { get; } = new();

    public List<InterfaceModel> Interfaces { get; } = new();

    public List<INamedTypeSymbol> GrainClasses { get; } = new();

    public List<SerializableModel> Serializables { get; } = new();

    public List<INamedTypeSymbol> Converters { get; } = new();

    public List<INamedTypeSymbol> Copiers { get; } = new();

    public List<Diagnostic> Diagnostics { get; } = new();

    public bool IsEmpty => ApplicationParts.Count == 0 && Diagnostics.Count == 0;

    public static AssemblyModel Build(Compilation compilation, LibraryTypes library, CancellationToken token)
    {
        var model = new AssemblyModel(compilation.AssemblyName ?? "Assembly");
        foreach (var type in AllTypes(compilation.Assembly.GlobalNamespace))
        {
            token.ThrowIfCancellationRequested();
            model.Add(type, library);
        }

        var hasOwnCode = model.Interfaces.Count + model.GrainClasses.Count + model.Serializables.Count
            + model.Converters.Count + model.Copiers.Count > 0;
        if (hasOwnCode)
            model.ApplicationParts.Add(model.AssemblyName);

        foreach (var reference in compilation.SourceModule.ReferencedAssemblySymbols)
        {
            if (LibraryTypes.Has(reference, "Orleans.ApplicationPartAttribute"))
                model.ApplicationParts.Add(reference.Name);
        }

        return model;
    }

    private void Add(INamedTypeSymbol type, LibraryTypes library)
    {
        if (type.TypeKind == TypeKind.Interface)
        {
            if (IsGrainInterface(type, library) && IsReachable(type))
                Interfaces.Add(InterfaceModel.Build(type, library, Diagnostics));

            return;
        }

        if (type.TypeKind is not (TypeKind.Class or TypeKind.Struct) || type.IsStatic)
            return;

        if (LibraryTypes.Has(type, "Orleans.RegisterConverterAttribute") && IsReachable(type))
            Converters.Add(type);

        if (LibraryTypes.Has(type, "Orleans.RegisterCopierAttribute") && IsReachable(type))
            Copiers.Add(type);

        if (LibraryTypes.Has(type, "Orleans.GenerateSerializerAttribute"))
        {
            var isException = IsException(type);
            if (IsReachable(type))
                Serializables.Add(SerializableModel.Build(type, isException, Diagnostics));
            else if (!isException)
                Diagnostics.Add(GeneratorDiagnostics.Inaccessible(type));
        }

        if (!type.IsAbstract && type.TypeKind == TypeKind.Class && IsGrainClass(type, library) && IsReachable(type))
            GrainClasses.Add(type);
    }

    private static bool IsGrainInterface(INamedTypeSymbol type, LibraryTypes library) =>
        library.IsAddressable(type) && !LibraryTypes.Has(type, "Orleans.GenerateMethodSerializersAttribute")
        && !IsMarker(type);

    // IGrainWithStringKey and the like: there is nothing to call.
    private static bool IsMarker(INamedTypeSymbol type) =>
        type.ContainingNamespace.ToDisplayString() == "Orleans" && type.Name is "IGrain" or "IGrainObserver"
        || (type.ContainingNamespace.ToDisplayString() == "Orleans" && type.Name.StartsWith("IGrainWith", System.StringComparison.Ordinal));

    private static bool IsGrainClass(INamedTypeSymbol type, LibraryTypes library)
    {
        for (var current = type.BaseType; current is not null; current = current.BaseType)
        {
            if (LibraryTypes.Is(current, "Orleans.Runtime.GrainReference"))
                return false;
        }

        return type.AllInterfaces.Any(implemented => LibraryTypes.Is(implemented, "Orleans.IGrainBase"))
            && library.IsAddressable(type);
    }

    private static bool IsException(INamedTypeSymbol type)
    {
        for (var current = type.BaseType; current is not null; current = current.BaseType)
        {
            if (LibraryTypes.Is(current, "System.Exception"))
                return true;
        }

        return false;
    }

    private static bool IsReachable(INamedTypeSymbol type)
    {
        for (ISymbol current = type; current is INamedTypeSymbol; current = current.ContainingSymbol)
        {
            if (current.DeclaredAccessibility is Accessibility.Private or Accessibility.Protected or Accessibility.ProtectedAndInternal
                || ((INamedTypeSymbol)current).IsFileLocal)
                return false;
        }

        return true;
    }

    private static IEnumerable<INamedTypeSymbol> AllTypes(INamespaceSymbol space)
    {
        foreach (var member in space.GetMembers())
        {
            if (member is INamespaceSymbol inner)
            {
                foreach (var type in AllTypes(inner))
                    yield return type;
            }
            else if (member is INamedTypeSymbol type)
            {
                foreach (var nested in WithNested(type))
                    yield return nested;
            }
        }
    }

    private static IEnumerable<INamedTypeSymbol> WithNested(INamedTypeSymbol type)
    {
        yield return type;
        foreach (var nested in type.GetTypeMembers().SelectMany(WithNested))
            yield return nested;
    }
}
