using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;

namespace Orleans.CodeGenerator;

/// <summary>A grain interface and all the methods that a reference of it implements.</summary>
internal sealed class InterfaceModel
{
    private InterfaceModel(INamedTypeSymbol type) => Type = type;

    public INamedTypeSymbol Type { get; }

    public List<MethodModel> Methods { get; } = new();

    public static InterfaceModel Build(INamedTypeSymbol type, LibraryTypes library, List<Diagnostic> diagnostics)
    {
        var model = new InterfaceModel(type);
        var interfaces = new[] { type }.Concat(type.AllInterfaces.Where(library.IsAddressable));
        foreach (var declaring in interfaces)
        {
            foreach (var member in declaring.GetMembers().Where(member => !member.IsStatic))
            {
                if (member is IPropertySymbol or IEventSymbol)
                    diagnostics.Add(GeneratorDiagnostics.NotAMethod(member));

                if (member is IMethodSymbol { MethodKind: MethodKind.Ordinary } method && MethodModel.TryBuild(method, diagnostics) is { } methodModel)
                    model.Methods.Add(methodModel);
            }
        }

        return model;
    }
}

/// <summary>How a method gives its result.</summary>
internal enum ResultKind
{
    Void,
    Task,
    TaskOfResult,
    ValueTask,
    ValueTaskOfResult,
    AsyncEnumerable,
}

/// <summary>A method of a grain interface.</summary>
internal sealed class MethodModel
{
    private MethodModel(IMethodSymbol method, ResultKind kind)
    {
        Method = method;
        Kind = kind;
    }

    public IMethodSymbol Method { get; }

    public ResultKind Kind { get; }

    public ITypeSymbol? Result => ((INamedTypeSymbol)Method.ReturnType).TypeArguments.FirstOrDefault();

    public IParameterSymbol? Token => Method.Parameters.FirstOrDefault(IsToken);

    public static bool IsToken(IParameterSymbol parameter) => LibraryTypes.Is(parameter.Type, "System.Threading.CancellationToken");

    public static MethodModel? TryBuild(IMethodSymbol method, List<Diagnostic> diagnostics)
    {
        foreach (var parameter in method.Parameters.Where(parameter => parameter.RefKind != RefKind.None))
        {
            diagnostics.Add(GeneratorDiagnostics.ByReference(method, parameter));
            return null;
        }

        if (KindOf(method.ReturnType) is { } kind)
            return new MethodModel(method, kind);

        diagnostics.Add(GeneratorDiagnostics.ReturnType(method));
        return null;
    }

    /// <summary>The options that the method's attributes ask for.</summary>
    public IEnumerable<string> Options()
    {
        foreach (var name in new[] { "OneWay", "ReadOnly", "AlwaysInterleave" })
        {
            if (LibraryTypes.Has(Method, $"Orleans.Concurrency.{name}Attribute"))
                yield return name;
        }

        if (LibraryTypes.Has(Method.ContainingType, "Orleans.Concurrency.UnorderedAttribute"))
            yield return "Unordered";
    }

    /// <summary>The time that the method's attribute sets, in ticks.</summary>
    public long? ResponseTimeout() =>
        LibraryTypes.Find(Method, "Orleans.ResponseTimeoutAttribute") is { ConstructorArguments.Length: 1 } attribute
        && TimeSpan.TryParse(attribute.ConstructorArguments[0].Value as string, System.Globalization.CultureInfo.InvariantCulture, out var time)
            ? time.Ticks
            : null;

    private static ResultKind? KindOf(ITypeSymbol type)
    {
        if (type.SpecialType == SpecialType.System_Void)
            return ResultKind.Void;

        if (LibraryTypes.Is(type, "System.Threading.Tasks.Task"))
            return ResultKind.Task;

        if (LibraryTypes.Is(type, "System.Threading.Tasks.Task`1"))
            return ResultKind.TaskOfResult;

        if (LibraryTypes.Is(type, "System.Threading.Tasks.ValueTask"))
            return ResultKind.ValueTask;

        if (LibraryTypes.Is(type, "System.Threading.Tasks.ValueTask`1"))
            return ResultKind.ValueTaskOfResult;

        return LibraryTypes.Is(type, "System.Collections.Generic.IAsyncEnumerable`1") ? ResultKind.AsyncEnumerable : null;
    }
}
