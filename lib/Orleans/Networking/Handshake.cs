using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;
using Orleans.Serialization.GeneratedCodeHelpers;

namespace Orleans.Runtime;

/// <summary>Exchanges preambles: the end that has connected speaks first.</summary>
internal static class Handshake
{
    private const int LargestPreamble = 4096;

    public static async Task SendAsync(PipeWriter output, Preamble preamble, CancellationToken token)
    {
        var writer = new FieldWriter();
        var start = writer.ReserveLength();
        writer.WriteByte((byte)FrameKind.Preamble);
        preamble.Write(writer);
        writer.FillLength(start);
        await output.WriteAsync(writer.WrittenMemory, token);
    }

    public static async Task<Preamble> ReceiveAsync(PipeReader input, CancellationToken token)
    {
        while (true)
        {
            var result = await input.ReadAsync(token);
            var buffer = result.Buffer;
            if (buffer.Length >= Connection.HeaderSize)
            {
                var length = Connection.ReadLength(buffer);
                if (length is < 1 or > LargestPreamble)
                    throw new ConnectionAbortedException("What came is no preamble: the other end is neither a silo nor its client, or one has TLS and the other has not.");

                if (buffer.Length >= Connection.HeaderSize + length)
                {
                    var frame = buffer.Slice(Connection.HeaderSize, length);
                    var reader = new FieldReader();
                    reader.Begin(frame, null);
                    if ((FrameKind)reader.ReadByte() != FrameKind.Preamble)
                        throw FieldReader.Malformed("the first frame is no preamble");

                    var preamble = Preamble.Read(reader);
                    input.AdvanceTo(frame.End);
                    return preamble;
                }
            }

            input.AdvanceTo(buffer.Start, buffer.End);
            if (result.IsCompleted)
                throw new ConnectionResetException("The other end has closed the connection before it said who it is.");
        }
    }
}
