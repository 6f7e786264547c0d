using Microsoft.Extensions.DependencyInjection;
using Samantha.Orleans.Tests.Support;

namespace Samantha.Orleans.Tests.Lifecycle;

public sealed class ActivationTests
{
    [Fact]
    public async Task FirstCall_ActivatesFirst()
    {
        await using var silo = await TestSilo.StartAsync();

        (await silo.Grain<ILifeGrain>("a").Instance()).ShouldBe(1);
        (await silo.Grain<ILifeGrain>("a").Instance()).ShouldBe(1);
        (await silo.Grain<ILifeGrain>("b").Instance()).ShouldBe(2);
    }

    [Fact]
    public async Task DeactivateOnIdle_AfterItsCall_DeactivatesAndTheNextCallActivatesAnew()
    {
        await using var silo = await TestSilo.StartAsync();
        var grain = silo.Grain<ILifeGrain>("a");

        await grain.Deactivate();
        await silo.Probe["deactivated a"].Reached;

        (await grain.Instance()).ShouldBe(2);
        silo.Probe.Notes.ShouldBe(["activate a", "deactivate a ApplicationRequested", "activate a"]);
    }

    [Fact]
    public async Task Calls_WhileTheGrainDeactivates_ReachTheNextActivation()
    {
        await using var silo = await TestSilo.StartAsync();
        var grain = silo.Grain<ILifeGrain>("a");

        for (var i = 0; i < 50; i++)
        {
            var calls = new[] { grain.Instance(), grain.Instance() };
            var deactivation = grain.Deactivate();
            var later = grain.Instance();
            await Task.WhenAll([deactivation, later, .. calls]);
        }

        silo.Probe.CountOf("activations").ShouldBeGreaterThan(1);
    }

    [Fact]
    public async Task FailedActivation_FailsTheCallAndIsTriedAgain()
    {
        await using var silo = await TestSilo.StartAsync();
        var grain = silo.Grain<IFragileGrain>();

        (await Should.ThrowAsync<InvalidOperationException>(() => grain.Call())).Message.ShouldBe("not yet");

        (await grain.Call()).ShouldBe("works");
    }

    [Fact]
    public async Task Constructor_GetsServicesOfTheActivationsScope()
    {
        await using var silo = await TestSilo.StartAsync(builder =>
        {
            builder.Services.AddScoped<ScopedThing>();
            builder.Services.AddKeyedSingleton("k", "keyed");
        });
        var grain = silo.Grain<IScopeGrain>();

        (await grain.Keyed()).ShouldBe("keyed");
        (await grain.SameScope()).ShouldBeTrue();
        await grain.Deactivate();
        await silo.Probe["scope disposed"].Reached;
    }
}
