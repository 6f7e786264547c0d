using Orleans.CodeGeneration;
using Orleans.Serialization.GeneratedCodeHelpers;

namespace Orleans.Runtime;

/// <summary>Writes and reads requests, all but the type of their body.</summary>
internal static class RequestFormat
{
    private const ulong HasSender = 1;
    private const ulong HasContext = 2;
    private const int OptionsShift = 2;
    private const uint ContextKey = 1;
    private const uint ContextValue = 2;

    public static void WriteHeader(FieldWriter writer, Message message, TimeProvider clock)
    {
        writer.WriteVarint((ulong)message.Options << OptionsShift | (message.RequestContext is null ? 0 : HasContext) | (message.SendingGrain is null ? 0 : HasSender));
        writer.WriteVarint((ulong)message.Id);
        WriteGrain(writer, message.TargetGrain);
        if (message.SendingGrain is { } sender)
            WriteGrain(writer, sender);

        writer.WriteVarint((ulong)message.ForwardCount);
        writer.WriteVarint(TimeToLive(message, clock));
    }

    public static RequestHeader ReadHeader(FieldReader reader)
    {
        var flags = reader.ReadVarint();
        return new RequestHeader
        {
            Options = (InvokeMethodOptions)(flags >> OptionsShift),
            HasContext = (flags & HasContext) != 0,
            Id = (long)reader.ReadVarint(),
            Target = ReadGrain(reader),
            Sender = (flags & HasSender) == 0 ? null : ReadGrain(reader),
            ForwardCount = (int)Math.Min(reader.ReadVarint(), int.MaxValue),
            TimeToLive = reader.ReadVarint(),
        };
    }

    public static void WriteBody(FieldWriter writer, Message message, RequestBase body)
    {
        writer.BeginSession();
        if (message.RequestContext is { } context)
        {
            foreach (var (key, value) in context)
            {
                writer.WriteField(ContextKey, key);
                writer.WriteField(ContextValue, value);
            }

            writer.WriteEnd();
        }

        body.Write(writer);
        writer.WriteEnd();
    }

    public static Dictionary<string, object>? ReadBody(FieldReader reader, in RequestHeader header, RequestBase body)
    {
        reader.BeginSession();
        var context = header.HasContext ? ReadContext(reader) : null;
        body.Read(reader);
        reader.ReadEnd();
        return context;
    }

    private static Dictionary<string, object> ReadContext(FieldReader reader)
    {
        var context = new Dictionary<string, object>();
        var key = "";
        while (reader.NextField(out var id))
        {
            switch (id)
            {
                case ContextKey:
                    key = reader.ReadValue<string>() ?? "";
                    break;
                case ContextValue:
                    context[key] = reader.ReadValue<object>()!;
                    break;
                default:
                    reader.SkipValue();
                    break;
            }
        }

        reader.ReadEnd();
        return context;
    }

    private static void WriteGrain(FieldWriter writer, GrainId grain)
    {
        writer.WriteBytes(grain.Type.AsSpan());
        writer.WriteBytes(grain.Key.AsSpan());
    }

    private static GrainId ReadGrain(FieldReader reader)
    {
        var type = IdSpanCache.Get(reader.ReadBytes());
        return new(new GrainType(type), IdSpanCache.Get(reader.ReadBytes()));
    }

    /// <summary>How many milliseconds the caller still waits; 0 for ever.</summary>
    private static ulong TimeToLive(Message message, TimeProvider clock)
    {
        if (message.ResponseSink is not IPendingCall { Deadline: < long.MaxValue and var deadline })
            return message.ResponseSink is RemoteCall relayed ? relayed.TimeToLive : 0;

        var left = (deadline - clock.GetTimestamp()) * 1000 / clock.TimestampFrequency;
        return (ulong)Math.Max(1, left);
    }
}

/// <summary>What of a request is read before its body.</summary>
internal readonly struct RequestHeader
{
    public InvokeMethodOptions Options { get; init; }

    public bool HasContext { get; init; }

    /// <summary>The number by which the sender knows the call; 0 if it wants no response.</summary>
    public long Id { get; init; }

    public GrainId Target { get; init; }

    public GrainId? Sender { get; init; }

    public int ForwardCount { get; init; }

    public ulong TimeToLive { get; init; }
}
