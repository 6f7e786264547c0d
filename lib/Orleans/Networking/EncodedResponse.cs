using Orleans.Serialization.GeneratedCodeHelpers;
using Orleans.Serialization.Invocation;

namespace Orleans.Runtime;

/// <summary>A value that came over a connection and goes on over another: only who waits at its end knows its type.</summary>
internal sealed class EncodedResponse(byte[] value, IServiceProvider? services) : Response
{
    public override object? Result
    {
        get => GetResult<object>();
        set => throw new InvalidOperationException($"Cannot set {nameof(Result)} of a response that is passed on");
    }

    public override Exception? Exception
    {
        get => null;
        set => throw new InvalidOperationException($"Cannot set {nameof(Exception)} of a response that is passed on");
    }

    public override T GetResult<T>()
    {
        var reader = new FieldReader();
        reader.Begin(value, 0, value.Length, services);
        return reader.ReadFirst<T>()!;
    }

    public override void Dispose()
    {
    }

    internal override void WriteResult(FieldWriter writer) => writer.WriteRaw(value);
}
