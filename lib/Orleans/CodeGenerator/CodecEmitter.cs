using Microsoft.CodeAnalysis;

namespace Orleans.CodeGenerator;

/// <summary>Writes the codec of a serializable type.</summary>
internal static class CodecEmitter
{
    private const string Helpers = "global::Orleans.Serialization.GeneratedCodeHelpers";
    private const string Helper = Helpers + ".OrleansGeneratedCodeHelper";

    /// <summary>Writes it and returns it, open, for typeof.</summary>
    public static string Emit(SerializableModel model, CodeWriter writer)
    {
        var parameters = Names.AllParameters(model.Type);
        var name = Names.Generated("Codec", model.Type);
        var type = Names.Of(model.Type);
        var pass = model.Type.IsValueType ? "ref " : "";
        writer.Line();
        writer.Open($"namespace {Names.Namespace(model.Type)}");
        writer.Line(AssemblyEmitter.TypeAttributes);
        writer.Open($"internal sealed class {name}{Names.ParameterList(parameters)} : {Helpers}.{(model.Type.IsValueType ? "StructCodec" : "ClassCodec")}<{type}>{Names.Constraints(parameters)}");
        EmitWrite(model, type, pass, writer);
        EmitRead(model, type, pass, writer);
        CopierEmitter.EmitAccessors(model, type, writer);
        writer.Close();
        writer.Close();
        return $"global::{Names.Namespace(model.Type)}.{name}{Names.OpenList(parameters)}";
    }

    private static void EmitWrite(SerializableModel model, string type, string pass, CodeWriter writer)
    {
        writer.Open($"public override void WriteMembers({Helpers}.FieldWriter writer, {pass}{type} value)");
        if (BaseOf(model) is { } baseType)
        {
            writer.Line($"{Helper}.GetBaseCodec<{baseType}>().WriteMembers(writer, value);");
            writer.Line("writer.WriteEndOfBase();");
        }

        foreach (var member in model.Members)
            writer.Line($"writer.WriteField<{Names.Of(member.Type)}>({member.Id}u, {Access(member, pass)});");

        writer.Close();
    }

    private static void EmitRead(SerializableModel model, string type, string pass, CodeWriter writer)
    {
        writer.Open($"public override void ReadMembers({Helpers}.FieldReader reader, {pass}{type} value)");
        if (BaseOf(model) is { } baseType)
        {
            writer.Line($"{Helper}.GetBaseCodec<{baseType}>().ReadMembers(reader, value);");
            writer.Line("reader.ReadEndOfBase();");
        }

        writer.Open("while (reader.NextField(out var id))");
        writer.Open("switch (id)");
        foreach (var member in model.Members)
            writer.Line($"case {member.Id}u: {Access(member, pass)} = reader.ReadValue<{Names.Of(member.Type)}>(); break;");

        writer.Line("default: reader.SkipValue(); break;");
        writer.Close();
        writer.Close();
        writer.Close();
    }

    private static string Access(MemberModel member, string pass) =>
        member.Field is null ? $"value.{Names.Identifier(member.Symbol.Name)}" : $"Field{member.Id}({pass}value)";

    private static string? BaseOf(SerializableModel model) => model.SerializableBase is { } baseType
        ? Names.Of(baseType)
        : model.IsException ? "global::System.Exception" : null;
}
