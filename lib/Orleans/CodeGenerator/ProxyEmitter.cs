using System.Linq;
using Microsoft.CodeAnalysis;

namespace Orleans.CodeGenerator;

/// <summary>Writes the reference class of a grain interface, and a call class for each of its methods.</summary>
internal static class ProxyEmitter
{
    private const string Helper = "global::Orleans.Serialization.GeneratedCodeHelpers.OrleansGeneratedCodeHelper";

    /// <summary>Writes them and returns the reference class, open, for typeof.</summary>
    public static string Emit(InterfaceModel model, CodeWriter writer)
    {
        var parameters = Names.AllParameters(model.Type);
        var name = Names.Generated("Proxy", model.Type);
        writer.Line();
        writer.Open($"namespace {Names.Namespace(model.Type)}");
        writer.Line(AssemblyEmitter.TypeAttributes);
        writer.Open($"internal sealed class {name}{Names.ParameterList(parameters)} : global::Orleans.Runtime.GrainReference, {Names.Of(model.Type)}{Names.Constraints(parameters)}");
        writer.Line($"public {name}(global::Orleans.Runtime.GrainReferenceShared shared, global::Orleans.Runtime.IdSpan key) : base(shared, key) {{ }}");
        for (var i = 0; i < model.Methods.Count; i++)
            EmitMethod(model, model.Methods[i], i, writer);

        writer.Close();
        for (var i = 0; i < model.Methods.Count; i++)
        {
            writer.Line();
            InvokableEmitter.Emit(model, model.Methods[i], i, writer);
        }

        writer.Close();
        return $"global::{Names.Namespace(model.Type)}.{name}{Names.OpenList(parameters)}";
    }

    private static void EmitMethod(InterfaceModel model, MethodModel method, int index, CodeWriter writer)
    {
        var symbol = method.Method;
        var arguments = string.Join(", ", symbol.Parameters.Select((parameter, i) => $"{Names.Of(parameter.Type)} arg{i}"));
        writer.Line();
        writer.Open($"{Names.Of(symbol.ReturnType)} {Names.Of(symbol.ContainingType)}.{Names.Identifier(symbol.Name)}{Names.ParameterList(symbol.TypeParameters)}({arguments})");
        writer.Line($"var request = base.GetInvokable<{InvokableEmitter.ConstructedName(model, method, index)}>();");
        if (symbol.Parameters.Any(NeedsCopy))
            writer.Line($"using var copyContext = {Helper}.GetCopyContext();");

        for (var i = 0; i < symbol.Parameters.Length; i++)
            writer.Line(NeedsCopy(symbol.Parameters[i]) ? $"request.arg{i} = copyContext.DeepCopy(arg{i});" : $"request.arg{i} = arg{i};");

        var result = method.Result is { } type ? Names.Of(type) : "";
        writer.Line(method.Kind switch
        {
            ResultKind.Void => "base.Invoke(request);",
            ResultKind.Task => "return base.InvokeAsync(request).AsTask();",
            ResultKind.TaskOfResult => $"return base.InvokeAsync<{result}>(request).AsTask();",
            ResultKind.ValueTask => "return base.InvokeAsync(request);",
            ResultKind.ValueTaskOfResult => $"return base.InvokeAsync<{result}>(request);",
            _ => "return request.InitializeRequest(this);",
        });
        writer.Close();
    }

    private static bool NeedsCopy(IParameterSymbol parameter) =>
        !LibraryTypes.Has(parameter, "Orleans.ImmutableAttribute") && !LibraryTypes.IsImmutable(parameter.Type);
}
