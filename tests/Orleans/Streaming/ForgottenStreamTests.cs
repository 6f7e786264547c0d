using Orleans.Configuration;
using Samantha.Orleans.Tests.Support;

namespace Samantha.Orleans.Tests.Streaming;

public sealed class ForgottenStreamTests
{
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task Stream_ThatItsCallerForgot_EndsAtTheGrain()
    {
        await using var silo = await StartAsync();
        var enumerator = silo.Grain<IStreamGrain>().Endless(CancellationToken.None).GetAsyncEnumerator(TestContext.Current.CancellationToken);
        await enumerator.MoveNextAsync();

        await silo.Clock.AdvanceUntilAsync(silo.Probe["ended"].Reached, Step, silo.Grain<IStreamGrain>().Call);

        await Should.ThrowAsync<EnumerationAbortedException>(async () => await enumerator.MoveNextAsync());
    }

    private static Task<TestSilo> StartAsync() => TestSilo.StartAsync(
        builder => builder.Configure<SiloMessagingOptions>(options => options.ResponseTimeout = TimeSpan.FromSeconds(4)),
        manualClock: true,
        client => client.Configure<ClientMessagingOptions>(options => options.ResponseTimeout = TimeSpan.FromSeconds(4)));
}
