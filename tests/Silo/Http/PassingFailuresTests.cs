using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using Samantha.Silo.Http.Problems;
using Samantha.Silo.Tests.Storage;

namespace Samantha.Silo.Tests.Http;

public sealed class PassingFailuresTests
{
    private readonly PassingFailures _filter = new(new ShiftedTime(), NullLogger<PassingFailures>.Instance);
    private readonly EndpointFilterInvocationContext _request = EndpointFilterInvocationContext.Create(new DefaultHttpContext());
    private int _done;

    [Theory]
    [InlineData(typeof(SiloUnavailableException))]
    [InlineData(typeof(TimeoutException))]
    [InlineData(typeof(EnumerationAbortedException))]
    public async Task InvokeAsync_SiloIsGoneForAMoment_TheRequestIsDoneAgain(Type failure) =>
        (await _filter.InvokeAsync(_request, _ => ++_done < 5 ? throw (Exception)Activator.CreateInstance(failure)! : ValueTask.FromResult<object?>("done"))).ShouldBe("done");

    [Fact]
    public async Task InvokeAsync_SiloStopsUnderTheRequest_IsDoneAgain() =>
        (await _filter.InvokeAsync(_request, _ => ++_done < 2 ? throw new ObjectDisposedException("") : ValueTask.FromResult<object?>("done"))).ShouldBe("done");

    [Fact]
    public async Task InvokeAsync_SiloStaysAway_TheFailureIsTold()
    {
        await Should.ThrowAsync<SiloUnavailableException>(async () => await _filter.InvokeAsync(_request, _ => throw Gone()));
        _done.ShouldBeGreaterThan(10);

        SiloUnavailableException Gone()
        {
            _done++;
            return new SiloUnavailableException("gone");
        }
    }

    [Fact]
    public async Task InvokeAsync_AnotherFailure_IsToldAtOnce()
    {
        await Should.ThrowAsync<InvalidOperationException>(async () => await _filter.InvokeAsync(_request, _ =>
        {
            _done++;
            throw new InvalidOperationException();
        }));
        _done.ShouldBe(1);
    }

    [Fact]
    public async Task InvokeAsync_ClientIsGone_NoLongerTries()
    {
        using var aborted = new CancellationTokenSource();
        _request.HttpContext.RequestAborted = aborted.Token;
        await Should.ThrowAsync<OperationCanceledException>(async () => await _filter.InvokeAsync(_request, _ =>
        {
            aborted.Cancel();
            throw new SiloUnavailableException("gone");
        }));
    }
}
