using Orleans.Configuration;
using Samantha.Orleans.Tests.Support;

namespace Samantha.Orleans.Tests.Calls;

public sealed class TimeoutTests
{
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(0.5);

    [Fact]
    public async Task Call_WithoutResponseInTime_ThrowsTimeout()
    {
        await using var silo = await StartAsync();
        var call = silo.Grain<ICallGrain>().Pass("gate");
        await silo.Probe["gate"].Reached;

        silo.Clock.Advance(TimeSpan.FromSeconds(1));
        call.IsCompleted.ShouldBeFalse();
        await silo.Clock.AdvanceUntilAsync(call, Step, Yield);

        await Should.ThrowAsync<TimeoutException>(() => call);
        silo.Probe["gate"].Open();
    }

    [Fact]
    public async Task Call_OfMethodWithItsOwnTime_ThrowsTimeoutThen()
    {
        await using var silo = await TestSilo.StartAsync(manualClock: true);
        var call = silo.Grain<ICallGrain>().PassWithinASecond("gate");
        await silo.Probe["gate"].Reached;

        await silo.Clock.AdvanceUntilAsync(call, Step, Yield);

        await Should.ThrowAsync<TimeoutException>(() => call);
        silo.Probe["gate"].Open();
    }

    [Fact]
    public async Task Call_ThatTimedOut_StillEndsAtTheGrain()
    {
        await using var silo = await StartAsync();
        var grain = silo.Grain<ICallGrain>();
        var call = grain.Pass("gate");
        await silo.Probe["gate"].Reached;
        await silo.Clock.AdvanceUntilAsync(call, Step, Yield);
        await Should.ThrowAsync<TimeoutException>(() => call);

        var next = grain.Echo("next");
        silo.Probe["gate"].Open();

        (await next).ShouldBe("next");
    }

    private static async Task Yield() => await Task.Yield();

    private static Task<TestSilo> StartAsync() => TestSilo.StartAsync(
        manualClock: true,
        configureClient: client => client.Configure<ClientMessagingOptions>(options => options.ResponseTimeout = TimeSpan.FromSeconds(2)));
}
