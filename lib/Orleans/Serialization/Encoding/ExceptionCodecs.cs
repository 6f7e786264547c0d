using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;

namespace Orleans.Serialization.GeneratedCodeHelpers;

/// <summary>An error without generated code: what every error has.</summary>
internal sealed class ExceptionCodec<T> : ClassCodec<T>
    where T : Exception
{
    public override void WriteMembers(FieldWriter writer, T value) => ExceptionFormat.Write(writer, value);

    public override void ReadMembers(FieldReader reader, T value) => ExceptionFormat.Read(reader, value);
}

/// <summary>What every error has: message, stack trace, causes and number.</summary>
internal static class ExceptionFormat
{
    private const uint Message = 0;
    private const uint StackTrace = 1;
    private const uint Inner = 2;
    private const uint HResult = 3;
    private const uint Text = 4;
    private const uint InnerErrors = 5;

    public static void Write(FieldWriter writer, Exception value)
    {
        var message = MessageOf(value);
        writer.WriteField(Message, message);
        writer.WriteField(StackTrace, value.StackTrace);
        writer.WriteField(HResult, value.HResult);

        // For a reader that does not know the type, and so cannot make the text of the message.
        if (value.Message != message)
            writer.WriteField(Text, value.Message);

        if (value is AggregateException aggregate)
            writer.WriteField(InnerErrors, aggregate.InnerExceptions.ToArray());
        else if (value.InnerException is { } inner)
            writer.WriteField(Inner, inner);
    }

    public static void Read(FieldReader reader, Exception value)
    {
        var members = ReadMembers(reader);
        MessageOf(value) = members.Message;
        if (value is AggregateException aggregate)
            InnerErrorsOf(aggregate) = members.InnerErrors ?? [];

        InnerOf(value) = members.Inner ?? members.InnerErrors?.FirstOrDefault();
        value.HResult = members.HResult;
        if (members.StackTrace is { } trace && value.StackTrace is null)
            ExceptionDispatchInfo.SetRemoteStackTrace(value, trace);
    }

    /// <summary>Reads an error of a type that is not known here.</summary>
    public static UnavailableExceptionFallbackException ReadFallback(FieldReader reader, string type)
    {
        var number = reader.BeginObject();
        var members = ReadMembers(reader);
        var value = new UnavailableExceptionFallbackException(members.Text ?? members.Message ?? "", members.Inner ?? members.InnerErrors?.FirstOrDefault()) { ExceptionType = type };
        if (members.StackTrace is { } trace)
            ExceptionDispatchInfo.SetRemoteStackTrace(value, trace);

        reader.SetObject(number, value);
        reader.SkipToEnd();
        return value;
    }

    private static Members ReadMembers(FieldReader reader)
    {
        var members = new Members();
        while (reader.NextField(out var id))
        {
            switch (id)
            {
                case Message:
                    members.Message = reader.ReadValue<string>();
                    break;
                case StackTrace:
                    members.StackTrace = reader.ReadValue<string>();
                    break;
                case Inner:
                    members.Inner = reader.ReadValue<Exception>();
                    break;
                case HResult:
                    members.HResult = reader.ReadValue<int>();
                    break;
                case Text:
                    members.Text = reader.ReadValue<string>();
                    break;
                case InnerErrors:
                    members.InnerErrors = reader.ReadValue<Exception[]>();
                    break;
                default:
                    reader.SkipValue();
                    break;
            }
        }

        return members;
    }

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_message")]
    private static extern ref string? MessageOf(Exception exception);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_innerException")]
    private static extern ref Exception? InnerOf(Exception exception);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_innerExceptions")]
    private static extern ref Exception[] InnerErrorsOf(AggregateException exception);

    private sealed class Members
    {
        public string? Message { get; set; }

        public string? StackTrace { get; set; }

        public Exception? Inner { get; set; }

        public int HResult { get; set; }

        public string? Text { get; set; }

        public Exception[]? InnerErrors { get; set; }
    }
}
