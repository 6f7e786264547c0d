using Orleans.Configuration;
using Samantha.Orleans.Tests.Streaming;
using Samantha.Orleans.Tests.Support;

namespace Samantha.Orleans.Tests.StandIn;

/// <summary>Holds for the package too, but there the time between the steps of a stream is not the injected clock's.</summary>
public sealed class LongStreamTests
{
    private static readonly TimeSpan ResponseTimeout = TimeSpan.FromSeconds(14);

    [Fact]
    public async Task Stream_SilentForLongerThanACallMayTake_GoesOn()
    {
        await using var silo = await TestSilo.StartAsync(
            builder => builder.Configure<SiloMessagingOptions>(options => options.ResponseTimeout = ResponseTimeout),
            manualClock: true,
            client => client.Configure<ClientMessagingOptions>(options => options.ResponseTimeout = ResponseTimeout));
        await using var enumerator = silo.Grain<IStreamGrain>().Gated("gate").GetAsyncEnumerator(TestContext.Current.CancellationToken);
        await enumerator.MoveNextAsync();
        var waits = silo.Clock.TimerSet(ResponseTimeout / 2);
        var next = enumerator.MoveNextAsync().AsTask();
        await waits;

        for (var i = 0; i < 10; i++)
        {
            var asksAgain = silo.Clock.TimerSet(ResponseTimeout / 2);
            silo.Clock.Advance(ResponseTimeout / 2);
            await asksAgain;
        }

        next.IsCompleted.ShouldBeFalse();
        silo.Probe["gate"].Open();
        (await next).ShouldBeTrue();
        enumerator.Current.ShouldBe(2);
    }
}
