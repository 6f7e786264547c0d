using Samantha.Orleans.Tests.Support;

namespace Samantha.Orleans.Tests.Filters;

public class RequestContextTests : IAsyncLifetime
{
    private TestSilo _silo = null!;

    private IFilteredGrain Grain => _silo.Grain<IFilteredGrain>();

    public async ValueTask InitializeAsync() => _silo = await StartAsync();

    public ValueTask DisposeAsync() => _silo.DisposeAsync();

    protected virtual Task<TestSilo> StartAsync() => TestSilo.StartAsync();

    [Fact]
    public async Task Value_SetByTheCaller_ReachesTheCalleeAndItsCallees()
    {
        RequestContext.Set("k", "v");

        (await Grain.ContextValue("k")).ShouldBe("v");
        (await Grain.ContextValueOf("other", "k")).ShouldBe("v");
    }

    [Fact]
    public async Task Value_SetByTheCallee_DoesNotComeBackNorStay()
    {
        await Grain.SetContextValue("k", "v");

        RequestContext.Get("k").ShouldBeNull();
        (await Grain.ContextValue("k")).ShouldBeNull();
    }

    [Fact]
    public async Task Value_OfOneFlow_IsNotAnothers()
    {
        var values = await Task.WhenAll(Enumerable.Range(0, 50).Select(i => Task.Run(async () =>
        {
            RequestContext.Set("k", $"{i}");
            return await _silo.Grain<IFilteredGrain>($"{i % 5}").ContextValue("k");
        })));

        values.ShouldBe(Enumerable.Range(0, 50).Select(i => $"{i}"));
    }

    [Fact]
    public async Task Value_Removed_IsGone()
    {
        RequestContext.Set("k", "v");
        RequestContext.Remove("k").ShouldBeTrue();
        RequestContext.Remove("k").ShouldBeFalse();

        (await Grain.ContextValue("k")).ShouldBeNull();
    }

    [Fact]
    public async Task Value_OfACallThatWaited_IsItsOwn()
    {
        var values = await Task.WhenAll(Enumerable.Range(0, 50).Select(i => Task.Run(async () =>
        {
            if (i % 2 == 0)
                RequestContext.Set("k", $"{i}");

            return await Grain.ContextValueOf("other", "k");
        })));

        values.ShouldBe(Enumerable.Range(0, 50).Select(i => i % 2 == 0 ? $"{i}" : null));
    }
}
