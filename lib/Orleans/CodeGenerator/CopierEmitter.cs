using Microsoft.CodeAnalysis;

namespace Orleans.CodeGenerator;

/// <summary>Writes the copier of a serializable type.</summary>
internal static class CopierEmitter
{
    private const string Cloning = "global::Orleans.Serialization.Cloning";
    private const string Helper = "global::Orleans.Serialization.GeneratedCodeHelpers.OrleansGeneratedCodeHelper";

    /// <summary>Writes it and returns it, open, for typeof.</summary>
    public static string Emit(SerializableModel model, CodeWriter writer)
    {
        var parameters = Names.AllParameters(model.Type);
        var name = Names.Generated("Copier", model.Type);
        var type = Names.Of(model.Type);
        writer.Line();
        writer.Open($"namespace {Names.Namespace(model.Type)}");
        writer.Line(AssemblyEmitter.TypeAttributes);
        var declaration = $"internal sealed class {name}{Names.ParameterList(parameters)}";
        if (model.IsImmutable && !model.Type.IsAbstract)
        {
            var contracts = $"{Cloning}.ShallowCopier<{type}>" + (model.Type.IsReferenceType ? $", {Cloning}.IBaseCopier<{type}>" : "");
            writer.Open($"{declaration} : {contracts}{Names.Constraints(parameters)}");
            if (model.Type.IsReferenceType)
                EmitMembers(model, type, writer);
        }
        else if (model.Type.IsValueType)
        {
            writer.Open($"{declaration} : {Cloning}.IDeepCopier<{type}>{Names.Constraints(parameters)}");
            EmitStruct(model, type, writer);
        }
        else
        {
            var contracts = model.Type.IsAbstract
                ? $"{Cloning}.IBaseCopier<{type}>"
                : $"{Cloning}.IDeepCopier<{type}>, {Cloning}.IBaseCopier<{type}>";
            writer.Open($"{declaration} : {contracts}{Names.Constraints(parameters)}");
            if (!model.Type.IsAbstract)
                EmitClass(type, writer);

            EmitMembers(model, type, writer);
        }

        if (!model.IsImmutable || model.Type.IsReferenceType)
            EmitAccessors(model, type, writer);

        writer.Close();
        writer.Close();
        return $"global::{Names.Namespace(model.Type)}.{name}{Names.OpenList(parameters)}";
    }

    private static void EmitStruct(SerializableModel model, string type, CodeWriter writer)
    {
        writer.Open($"public {type} DeepCopy({type} input, {Cloning}.CopyContext context)");
        writer.Line($"{type} output = default;");
        EmitAssignments(model, "ref ", writer);
        writer.Line("return output;");
        writer.Close();
    }

    private static void EmitClass(string type, CodeWriter writer)
    {
        writer.Open($"public {type} DeepCopy({type} input, {Cloning}.CopyContext context)");
        writer.Line($"if (context.TryGetCopy<{type}>(input, out var known)) return known;");
        writer.Line($"var output = {Helper}.CreateInstance<{type}>();");
        writer.Line("context.RecordCopy(input, output);");
        writer.Line("DeepCopy(input, output, context);");
        writer.Line("return output;");
        writer.Close();
    }

    private static void EmitMembers(SerializableModel model, string type, CodeWriter writer)
    {
        writer.Open($"public void DeepCopy({type} input, {type} output, {Cloning}.CopyContext context)");
        if (model.SerializableBase is { } baseType)
            writer.Line($"{Helper}.GetBaseCopier<{Names.Of(baseType)}>().DeepCopy(input, output, context);");

        EmitAssignments(model, "", writer);
        writer.Close();
    }

    private static void EmitAssignments(SerializableModel model, string pass, CodeWriter writer)
    {
        foreach (var member in model.Members)
        {
            var source = member.Field is null ? $"input.{Names.Identifier(member.Symbol.Name)}" : $"Field{member.Id}({pass}input)";
            var target = member.Field is null ? $"output.{Names.Identifier(member.Symbol.Name)}" : $"Field{member.Id}({pass}output)";
            writer.Line(member.IsImmutable ? $"{target} = {source};" : $"{target} = context.DeepCopy({source});");
        }
    }

    /// <summary>Fields are written past readonly, init and private: what is made is made of fields, not by running the type's code.</summary>
    public static void EmitAccessors(SerializableModel model, string type, CodeWriter writer)
    {
        foreach (var member in model.Members)
        {
            if (member.Field is not { } field)
                continue;

            writer.Line($"[global::System.Runtime.CompilerServices.UnsafeAccessor(global::System.Runtime.CompilerServices.UnsafeAccessorKind.Field, Name = \"{field.Name}\")]");
            writer.Line($"private static extern ref {Names.Of(member.Type)} Field{member.Id}({(model.Type.IsValueType ? "ref " : "")}{type} instance);");
        }
    }
}
