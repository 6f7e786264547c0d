using Orleans.Configuration;
using Samantha.Orleans.Tests.Support;

namespace Samantha.Orleans.Tests.Scheduling;

public sealed class CallChainTests
{
    [Fact]
    public async Task CallBack_InAReentrantSection_Enters()
    {
        await using var silo = await TestSilo.StartAsync();

        (await silo.Grain<ICallerGrain>("a").CallBack("b", allow: true)).ShouldBe("answer");
    }

    [Fact]
    public async Task CallBack_WithoutASection_WaitsUntilTheCallTimesOut()
    {
        await using var silo = await TestSilo.StartAsync(
            builder => builder.Configure<SiloMessagingOptions>(options => options.ResponseTimeout = TimeSpan.FromSeconds(2)),
            manualClock: true,
            client => client.Configure<ClientMessagingOptions>(options => options.ResponseTimeout = TimeSpan.FromSeconds(2)));
        var grain = silo.Grain<ICallerGrain>("a");
        var call = grain.CallBack("b", allow: false);
        await silo.Probe["asked"].Reached;
        call.IsCompleted.ShouldBeFalse();

        await silo.Clock.AdvanceUntilAsync(call, TimeSpan.FromSeconds(5), async () => await Task.Yield());

        await Should.ThrowAsync<TimeoutException>(() => call);
        (await grain.Answer()).ShouldBe("answer");
    }
}
