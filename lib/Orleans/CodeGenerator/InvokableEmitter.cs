using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Orleans.CodeGenerator;

/// <summary>Writes the class of a method's calls.</summary>
internal static class InvokableEmitter
{
    private const string Helpers = "global::Orleans.Serialization.GeneratedCodeHelpers";
    private const string Helper = Helpers + ".OrleansGeneratedCodeHelper";
    private const string Invocation = "global::Orleans.Serialization.Invocation";

    public static string ConstructedName(InterfaceModel model, MethodModel method, int index) =>
        Name(model, index) + Names.ParameterList(Parameters(model, method));

    public static string OpenName(InterfaceModel model, MethodModel method, int index) =>
        $"global::{Names.Namespace(model.Type)}.{Name(model, index)}{Names.OpenList(Parameters(model, method))}";

    /// <summary>
    /// The name of the call on the way to another process, as a literal: of the interface that the reference has, of
    /// the one that declares the method unless it is the same, and of the method. An alias replaces a name, and
    /// the types of the parameters too.
    /// </summary>
    public static string Alias(InterfaceModel model, MethodModel method)
    {
        var symbol = method.Method;
        var declaring = SymbolEqualityComparer.Default.Equals(model.Type, symbol.ContainingType) ? "" : NameOf(symbol.ContainingType) + ".";
        var name = LibraryTypes.AliasOf(symbol)
            ?? $"{symbol.Name}{(symbol.Arity > 0 ? "`" + symbol.Arity : "")}({string.Join(",", symbol.Parameters.Select(parameter => parameter.Type.ToDisplayString()))})";
        return SymbolDisplay.FormatLiteral($"{NameOf(model.Type)}/{declaring}{name}", quote: true);
    }

    public static void Emit(InterfaceModel model, MethodModel method, int index, CodeWriter writer)
    {
        var symbol = method.Method;
        var parameters = Parameters(model, method);
        var contract = Names.Of(symbol.ContainingType);
        writer.Line(AssemblyEmitter.TypeAttributes);
        writer.Open($"internal sealed class {ConstructedName(model, method, index)} : {BaseClass(method)}{Names.Constraints(parameters)}");
        for (var i = 0; i < symbol.Parameters.Length; i++)
            writer.Line($"public {Names.Of(symbol.Parameters[i].Type)} arg{i};");

        writer.Line($"private {contract} _target;");
        if (method.Token is not null)
            writer.Line("private global::System.Threading.CancellationTokenSource _cts;");

        var typeArguments = string.Join(", ", symbol.TypeParameters.Select(parameter => $"typeof({Names.Identifier(parameter.Name)})"));
        var types = string.Join(", ", symbol.Parameters.Select(parameter => $"typeof({Names.Of(parameter.Type)})"));
        writer.Line($"private static readonly global::System.Reflection.MethodInfo Method = {Helper}.GetMethodInfo(typeof({contract}), \"{symbol.Name}\", new global::System.Type[] {{ {typeArguments} }}, new global::System.Type[] {{ {types} }});");

        var options = method.Options().ToList();
        if (options.Count > 0)
            writer.Line($"public {Name(model, index)}() {{ Options = {string.Join(" | ", options.Select(option => "global::Orleans.CodeGeneration.InvokeMethodOptions." + option))}; }}");

        writer.Line($"public override string GetMethodName() => \"{symbol.Name}\";");
        writer.Line($"public override string GetInterfaceName() => \"{symbol.ContainingType.ToDisplayString(SymbolDisplayFormat.CSharpErrorMessageFormat)}\";");
        writer.Line($"public override string GetActivityName() => \"{symbol.ContainingType.Name}/{symbol.Name}\";");
        writer.Line($"public override global::System.Type GetInterfaceType() => typeof({contract});");
        writer.Line("public override global::System.Reflection.MethodInfo GetMethod() => Method;");
        if (method.ResponseTimeout() is { } ticks)
            writer.Line($"public override global::System.TimeSpan? GetDefaultResponseTimeout() => new global::System.TimeSpan({ticks}L);");

        EmitTarget(method, contract, writer);
        EmitArguments(symbol, writer);
        EmitSerialization(symbol, writer);
        EmitToken(method, writer);
        EmitInvoke(method, writer);
        EmitDispose(model, method, index, writer);
        if (method.Kind == ResultKind.AsyncEnumerable)
            EmitCopy(model, method, index, writer);

        writer.Close();
    }

    private static void EmitTarget(MethodModel method, string contract, CodeWriter writer)
    {
        writer.Line("public override object GetTarget() => _target;");
        writer.Open($"public override void SetTarget({Invocation}.ITargetHolder holder)");
        writer.Line($"_target = holder.GetTarget<{contract}>();");

        // The callee gets a token of its own: a caller's token may live in another process.
        if (TokenIndex(method) is >= 0 and var token)
        {
            writer.Line("_cts = new global::System.Threading.CancellationTokenSource();");
            writer.Line($"arg{token} = _cts.Token;");
        }

        writer.Close();
    }

    private static void EmitArguments(IMethodSymbol symbol, CodeWriter writer)
    {
        if (symbol.Parameters.Length == 0)
            return;

        writer.Line($"public override int GetArgumentCount() => {symbol.Parameters.Length};");
        writer.Open("public override object GetArgument(int index)");
        writer.Open("switch (index)");
        for (var i = 0; i < symbol.Parameters.Length; i++)
            writer.Line($"case {i}: return arg{i};");

        writer.Line("default: return base.GetArgument(index);");
        writer.Close();
        writer.Close();
        writer.Open("public override void SetArgument(int index, object value)");
        writer.Open("switch (index)");
        for (var i = 0; i < symbol.Parameters.Length; i++)
            writer.Line($"case {i}: arg{i} = ({Names.Of(symbol.Parameters[i].Type)})value; return;");

        writer.Line("default: base.SetArgument(index, value); return;");
        writer.Close();
        writer.Close();
    }

    private static void EmitToken(MethodModel method, CodeWriter writer)
    {
        if (TokenIndex(method) is not (>= 0 and var token))
            return;

        writer.Line($"public override global::System.Threading.CancellationToken GetCancellationToken() => arg{token};");
        writer.Line("public override bool IsCancellable => true;");
        writer.Open("public override bool TryCancel()");
        writer.Line("var cts = _cts;");
        writer.Line("if (cts is null) return false;");
        writer.Line("cts.Cancel();");
        writer.Line("return true;");
        writer.Close();
    }

    private static void EmitInvoke(MethodModel method, CodeWriter writer)
    {
        var symbol = method.Method;
        var arguments = string.Join(", ", symbol.Parameters.Select((_, i) => $"arg{i}"));
        writer.Line($"protected override {Names.Of(symbol.ReturnType)} InvokeInner() => _target.{Names.Identifier(symbol.Name)}{Names.ParameterList(symbol.TypeParameters)}({arguments});");
    }

    private static void EmitDispose(InterfaceModel model, MethodModel method, int index, CodeWriter writer)
    {
        writer.Open("public override void Dispose()");
        for (var i = 0; i < method.Method.Parameters.Length; i++)
            writer.Line($"arg{i} = default;");

        writer.Line("_target = default;");
        if (method.Token is not null)
        {
            writer.Line("_cts?.Dispose();");
            writer.Line("_cts = default;");
        }

        if (method.Kind != ResultKind.AsyncEnumerable)
            writer.Line($"{Invocation}.InvokablePool.Return<{ConstructedName(model, method, index)}>(this);");

        writer.Close();
    }

    private static void EmitCopy(InterfaceModel model, MethodModel method, int index, CodeWriter writer)
    {
        writer.Open($"protected override global::Orleans.Runtime.AsyncEnumerableRequest<{Names.Of(method.Result!)}> CopyRequest()");
        writer.Line($"using var copyContext = {Helper}.GetCopyContext();");
        writer.Line($"var copy = new {ConstructedName(model, method, index)}();");
        for (var i = 0; i < method.Method.Parameters.Length; i++)
            writer.Line($"copy.arg{i} = copyContext.DeepCopy(arg{i});");

        writer.Line("return copy;");
        writer.Close();
    }

    private static void EmitSerialization(IMethodSymbol symbol, CodeWriter writer)
    {
        var members = symbol.Parameters.Where(parameter => !MethodModel.IsToken(parameter)).ToList();
        if (members.Count == 0)
            return;

        writer.Open($"protected override void WriteArguments({Helpers}.FieldWriter writer)");
        foreach (var parameter in members)
            writer.Line($"writer.WriteField<{Names.Of(parameter.Type)}>({parameter.Ordinal + 1}u, arg{parameter.Ordinal});");

        writer.Close();
        writer.Open($"protected override bool ReadArgument({Helpers}.FieldReader reader, uint id)");
        writer.Open("switch (id)");
        foreach (var parameter in members)
            writer.Line($"case {parameter.Ordinal + 1}u: arg{parameter.Ordinal} = reader.ReadValue<{Names.Of(parameter.Type)}>(); return true;");

        writer.Line("default: return false;");
        writer.Close();
        writer.Close();
    }

    private static string NameOf(INamedTypeSymbol type) => LibraryTypes.AliasOf(type) ?? LibraryTypes.FullMetadataName(type);

    private static int TokenIndex(MethodModel method) => method.Token is { } token ? token.Ordinal : -1;

    private static string Name(InterfaceModel model, int index) => $"{Names.Generated("Invokable", model.Type)}_{index}";

    private static List<ITypeParameterSymbol> Parameters(InterfaceModel model, MethodModel method)
    {
        var parameters = Names.AllParameters(model.Type);
        parameters.AddRange(method.Method.TypeParameters);
        return parameters;
    }

    private static string BaseClass(MethodModel method)
    {
        var result = method.Result is { } type ? Names.Of(type) : "";
        return "global::Orleans.Runtime." + method.Kind switch
        {
            ResultKind.Void => "VoidRequest",
            ResultKind.Task => "TaskRequest",
            ResultKind.TaskOfResult => $"TaskRequest<{result}>",
            ResultKind.ValueTask => "Request",
            ResultKind.ValueTaskOfResult => $"Request<{result}>",
            _ => $"AsyncEnumerableRequest<{result}>",
        };
    }
}
