using System.Runtime.CompilerServices;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Runtime;

namespace Orleans.Serialization.GeneratedCodeHelpers;

/// <summary>A reference to a grain or observer: its identity, and its interface if that is not the expected one.</summary>
internal sealed class GrainReferenceCodec<T> : Codec<T>
    where T : class
{
    internal override WireKind Kind => WireKind.Struct;

    internal override void Write(FieldWriter writer, T value) => GrainReferenceFormat.Write(writer, (GrainReference)(object)value, typeof(T));

    internal override T Read(FieldReader reader, WireKind kind)
    {
        FieldReader.Expect(kind, WireKind.Struct);
        return GrainReferenceFormat.Read(reader, typeof(T)) as T ?? throw FieldReader.Malformed($"a reference that is no {typeof(T)}");
    }
}

internal static class GrainReferenceFormat
{
    private const uint Type = 0;
    private const uint Key = 1;
    private const uint Contract = 2;

    public static void Write(FieldWriter writer, GrainReference reference, Type expected)
    {
        writer.WriteField(Type, reference.GrainId.Type.Value);
        writer.WriteField(Key, reference.GrainId.Key);
        if (reference.Shared.Contract != expected)
            writer.WriteField(Contract, TypeNames.NameOf(reference.Shared.Contract));

        writer.WriteEnd();
    }

    public static object Read(FieldReader reader, Type expected)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        IdSpan type = default, key = default;
        string? contract = null;
        while (reader.NextField(out var id))
        {
            switch (id)
            {
                case Type:
                    type = reader.ReadValue<IdSpan>();
                    break;
                case Key:
                    key = reader.ReadValue<IdSpan>();
                    break;
                case Contract:
                    contract = reader.ReadValue<string>();
                    break;
                default:
                    reader.SkipValue();
                    break;
            }
        }

        reader.ReadEnd();
        if (type.IsDefault || key.IsDefault)
            throw FieldReader.Malformed("a reference to no grain");

        // An interface that is not known here is no loss where a known one is expected.
        var actual = contract is null ? null : TypeNames.TryResolve(contract);
        if (actual is null || !expected.IsAssignableFrom(actual))
            actual = expected.IsInterface ? expected : typeof(IAddressable);

        var references = reader.Services?.GetService<GrainReferenceActivator>()
            ?? throw new SerializerException("A grain reference can be deserialized only with the serializer of a silo or client.");
        return references.Create(new GrainId(new GrainType(type), key), actual);
    }
}
