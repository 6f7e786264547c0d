using Samantha.Orleans.Tests.Support;

namespace Samantha.Orleans.Tests.Filters;

public interface IFilteredGrain : IGrainWithStringKey
{
    Task<int> Double(int number);

    Task Fail();

    Task<string?> ContextValue(string key);

    Task<string?> ContextValueOf(string other, string key);

    Task SetContextValue(string key, string value);
}

public sealed class FilteredGrain(Probe probe) : Grain, IFilteredGrain, IIncomingGrainCallFilter
{
    public Task<int> Double(int number) => Task.FromResult(number * 2);

    public Task Fail() => throw new InvalidOperationException("failed");

    public Task<string?> ContextValue(string key) => Task.FromResult(RequestContext.Get(key) as string);

    public Task<string?> ContextValueOf(string other, string key) => GrainFactory.GetGrain<IFilteredGrain>(other).ContextValue(key);

    public Task SetContextValue(string key, string value)
    {
        RequestContext.Set(key, value);
        return Task.CompletedTask;
    }

    public async Task Invoke(IIncomingGrainCallContext context)
    {
        probe.Note($"grain {context.MethodName}");
        await context.Invoke();
    }
}

public sealed class FilterTests
{
    [Fact]
    public async Task IncomingFilters_RunInOrderThenTheGrainsOwn()
    {
        await using var silo = await TestSilo.StartAsync(builder => builder
            .AddIncomingGrainCallFilter(context => Note(context, "first"))
            .AddIncomingGrainCallFilter(context => Note(context, "second")));

        (await silo.Grain<IFilteredGrain>().Double(2)).ShouldBe(4);

        silo.Probe.Notes.ShouldBe(["first Double", "second Double", "grain Double"]);

        async Task Note(IIncomingGrainCallContext context, string name)
        {
            if (context.Grain is FilteredGrain)
                Probes(context).Note($"{name} {context.MethodName}");

            await context.Invoke();
        }
    }

    [Fact]
    public async Task IncomingFilter_SeesTheCall()
    {
        IIncomingGrainCallContext? seen = null;
        object? argument = null;
        await using var silo = await TestSilo.StartAsync(builder => builder.AddIncomingGrainCallFilter(async context =>
        {
            if (context.Grain is FilteredGrain)
            {
                seen = context;
                argument = context.Request.GetArgument(0);
            }

            await context.Invoke();
        }));

        await silo.Grain<IFilteredGrain>("key").Double(21);

        argument.ShouldBe(21);
        seen!.InterfaceMethod.Name.ShouldBe(nameof(IFilteredGrain.Double));
        seen.ImplementationMethod.DeclaringType.ShouldBe(typeof(FilteredGrain));
        seen.TargetId.ShouldBe(silo.Grain<IFilteredGrain>("key").GetGrainId());
    }

    [Fact]
    public async Task IncomingFilter_CanReplaceTheResult()
    {
        await using var silo = await TestSilo.StartAsync(builder => builder.AddIncomingGrainCallFilter(async context =>
        {
            await context.Invoke();
            if (context.Result is int number)
                context.Result = number + 1;
        }));

        (await silo.Grain<IFilteredGrain>().Double(2)).ShouldBe(5);
    }

    [Fact]
    public async Task IncomingFilter_SeesTheErrorAndCanReplaceIt()
    {
        await using var silo = await TestSilo.StartAsync(builder => builder.AddIncomingGrainCallFilter(async context =>
        {
            try
            {
                await context.Invoke();
            }
            catch (InvalidOperationException exception)
            {
                throw new ArgumentException("replaced", exception);
            }
        }));

        var error = await Should.ThrowAsync<ArgumentException>(() => silo.Grain<IFilteredGrain>().Fail());

        error.Message.ShouldBe("replaced");
        error.InnerException!.Message.ShouldBe("failed");
    }

    [Fact]
    public async Task OutgoingFilter_OfTheClient_SeesTheCallAndItsResult()
    {
        var seen = new List<string>();
        await using var silo = await TestSilo.StartAsync(configureClient: client => client.AddOutgoingGrainCallFilter(async context =>
        {
            await context.Invoke();
            if (context.InterfaceMethod.Name == nameof(IFilteredGrain.Double))
                seen.Add($"{context.MethodName} {context.Result}");
        }));

        (await silo.Grain<IFilteredGrain>().Double(2)).ShouldBe(4);

        seen.ShouldBe(["Double 4"]);
    }

    [Fact]
    public async Task OutgoingFilter_CanCallAgain()
    {
        var attempts = 0;
        await using var silo = await TestSilo.StartAsync(configureClient: client => client.AddOutgoingGrainCallFilter(async context =>
        {
            try
            {
                attempts++;
                await context.Invoke();
            }
            catch (InvalidOperationException)
            {
                attempts++;
                await context.Invoke();
            }
        }));

        await Should.ThrowAsync<InvalidOperationException>(() => silo.Grain<IFilteredGrain>().Fail());

        attempts.ShouldBe(2);
        silo.Probe.Notes.Count(note => note == "grain Fail").ShouldBe(2);
    }

    private static Probe Probes(IIncomingGrainCallContext context) =>
        (Probe)context.TargetContext.ActivationServices.GetService(typeof(Probe))!;
}
