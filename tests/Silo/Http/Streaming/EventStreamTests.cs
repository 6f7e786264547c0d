using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Samantha.Silo.Hosting;
using Samantha.Silo.Http.Problems;
using Samantha.Silo.Http.Streaming;
using Samantha.Silo.Tests.Storage;

namespace Samantha.Silo.Tests.Http.Streaming;

public sealed class EventStreamTests
{
    private readonly EventStream _stream = new(
        new ProblemDescriber(new ServiceSettings()), Options.Create(new JsonOptions()), new ShiftedTime(), NullLogger<EventStream>.Instance);
    private readonly Body _body = new();
    private readonly DefaultHttpContext _context = new();

    public EventStreamTests() => _context.Response.Body = _body;

    [Fact]
    public async Task SendAsync_SourceThatTakesItsTime_ShowsLifeBeforeTheFirstEvent()
    {
        await _stream.SendAsync(_context, Source(), problem => ("failed", problem));

        _context.Response.ContentType.ShouldBe("text/event-stream");
        _body.Text.ShouldStartWith(": still here\n\n");
        _body.Text.ShouldEndWith("event: said\ndata: hello\n\n");

        async IAsyncEnumerable<(string?, object)> Source()
        {
            await _body.Written;
            yield return ("said", "hello");
        }
    }

    [Fact]
    public async Task SendAsync_SiloGoneBeforeTheFirstEvent_ReadsTheSourceAgain()
    {
        var readings = 0;
        await _stream.SendAsync(_context, Source(), problem => ("failed", problem));

        readings.ShouldBe(4);
        _body.Text.ShouldEndWith("event: said\ndata: hello\n\n");
        _body.Text.ShouldNotContain("failed");

        async IAsyncEnumerable<(string?, object)> Source()
        {
            await Task.CompletedTask; // nothing is waited for, so that the clock does not leap
            if (++readings < 4)
                throw new SiloUnavailableException("gone");
            yield return ("said", "hello");
        }
    }

    [Fact]
    public async Task SendAsync_SiloGoneAfterAnEvent_DoesNotSayItTwice()
    {
        await Should.ThrowAsync<SiloUnavailableException>(() => _stream.SendAsync(_context, Source(), problem => ("failed", problem)));

        _body.Text.Split("hello").Length.ShouldBe(2);

        static async IAsyncEnumerable<(string?, object)> Source()
        {
            yield return ("said", "hello");
            await Task.Yield();
            throw new SiloUnavailableException("gone");
        }
    }

    /// <summary>What was sent, and when something was.</summary>
    private sealed class Body : MemoryStream
    {
        private readonly TaskCompletionSource _written = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Written => _written.Task;

        public string Text => Encoding.UTF8.GetString(ToArray());

        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await base.WriteAsync(buffer, cancellationToken);
            _written.TrySetResult();
        }
    }
}
