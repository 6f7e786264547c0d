using System.Linq;
using Microsoft.CodeAnalysis;

namespace Orleans.CodeGenerator;

internal static class GeneratorDiagnostics
{
    private static readonly DiagnosticDescriptor ReturnTypeRule = new(
        "ORLEANS0009",
        "Grain interfaces must return a compatible type",
        "Method '{0}' returns '{1}'; a method of a grain interface returns Task, Task<T>, ValueTask, ValueTask<T>, IAsyncEnumerable<T> or void",
        "Usage",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true);

    private static readonly DiagnosticDescriptor PropertyRule = new(
        "ORLEANS0008",
        "Grain interfaces must not contain properties or events",
        "'{0}' is not a method; a grain interface has methods only",
        "Usage",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true);

    private static readonly DiagnosticDescriptor ParameterRule = new(
        "ORLEANS0002",
        "Reference parameter modifiers are not allowed",
        "Parameter '{0}' of '{1}' is passed by reference; arguments of grain calls are passed by value",
        "Usage",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true);

    private static readonly DiagnosticDescriptor InaccessibleRule = new(
        "ORLEANS0107",
        "Type is not accessible from generated code",
        "Type '{0}' is not accessible from generated code; make it and the types around it internal or public",
        "Usage",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true);

    private static readonly DiagnosticDescriptor PropertyNotSettableRule = new(
        "ORLEANS0101",
        "Serialized property cannot be set",
        "Property '{0}' has an [Id] but is neither an automatic property nor settable",
        "Usage",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true);

    public static Diagnostic ReturnType(IMethodSymbol method) =>
        Diagnostic.Create(ReturnTypeRule, LocationOf(method), method.Name, method.ReturnType.ToDisplayString());

    public static Diagnostic NotAMethod(ISymbol member) => Diagnostic.Create(PropertyRule, LocationOf(member), member.Name);

    public static Diagnostic ByReference(IMethodSymbol method, IParameterSymbol parameter) =>
        Diagnostic.Create(ParameterRule, LocationOf(parameter), parameter.Name, method.Name);

    public static Diagnostic Inaccessible(ISymbol type) => Diagnostic.Create(InaccessibleRule, LocationOf(type), type.ToDisplayString());

    public static Diagnostic NotSettable(IPropertySymbol property) =>
        Diagnostic.Create(PropertyNotSettableRule, LocationOf(property), property.ToDisplayString());

    private static Location LocationOf(ISymbol symbol) => symbol.Locations.FirstOrDefault() ?? Location.None;
}
