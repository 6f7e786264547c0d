using System.Runtime.CompilerServices;
using Orleans.Runtime;

namespace Orleans.Serialization.GeneratedCodeHelpers;

/// <summary>A call as an argument of another: the one that begins a stream.</summary>
internal sealed class RequestCodec<T> : Codec<T>
    where T : RequestBase, new()
{
    internal override WireKind Kind => WireKind.Struct;

    internal override void Write(FieldWriter writer, T value)
    {
        value.Write(writer);
        writer.WriteEnd();
    }

    internal override T Read(FieldReader reader, WireKind kind)
    {
        FieldReader.Expect(kind, WireKind.Struct);
        RuntimeHelpers.EnsureSufficientExecutionStack();
        var request = new T();
        request.Read(reader);
        reader.ReadEnd();
        return request;
    }
}
