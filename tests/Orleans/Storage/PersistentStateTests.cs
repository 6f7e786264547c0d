using Microsoft.Extensions.DependencyInjection;
using Orleans.Storage;
using Samantha.Orleans.Tests.Support;

namespace Samantha.Orleans.Tests.Storage;

public sealed class PersistentStateTests : IAsyncLifetime
{
    private readonly RecordingStorage _storage = new();
    private TestSilo _silo = null!;

    public async ValueTask InitializeAsync() => _silo = await TestSilo.StartAsync(
        builder => builder.Services.AddKeyedSingleton<IGrainStorage>("special", _storage));

    public ValueTask DisposeAsync() => _silo.DisposeAsync();

    [Fact]
    public async Task State_WithoutARecord_IsEmpty()
    {
        var grain = _silo.Grain<IAccountGrain>();

        (await grain.Exists()).ShouldBeFalse();
        (await grain.Version()).ShouldBeNull();
        (await grain.Balance()).ShouldBe(0);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task State_Written_IsThereForTheNextActivation(bool named)
    {
        var grain = named ? _silo.Grain<INamedAccountGrain>() : _silo.Grain<IAccountGrain>();
        await grain.Deposit(5);
        await grain.Deactivate();
        await _silo.Probe["deactivated"].Reached;

        (await grain.Balance()).ShouldBe(5);
        (await grain.Exists()).ShouldBeTrue();
        (await grain.Version()).ShouldNotBeNull();
    }

    [Fact]
    public async Task State_ChangedButNotWritten_IsLostWithTheActivation()
    {
        var grain = _silo.Grain<IAccountGrain>();
        await grain.Deposit(5);
        await grain.Change(100);
        (await grain.Balance()).ShouldBe(105);

        await grain.Reload();

        (await grain.Balance()).ShouldBe(5);
    }

    [Fact]
    public async Task State_Cleared_IsEmpty()
    {
        var grain = _silo.Grain<IAccountGrain>();
        await grain.Deposit(5);

        await grain.Clear();

        (await grain.Exists()).ShouldBeFalse();
        (await grain.Balance()).ShouldBe(0);
        await grain.Deposit(1);
        (await grain.Balance()).ShouldBe(1);
    }

    [Fact]
    public async Task State_IsReadBeforeTheFirstCallAndOnlyThen()
    {
        var grain = _silo.Grain<INamedAccountGrain>("n");

        await grain.Balance();
        await grain.Balance();

        _storage.Operations.ShouldBe(["read account n"]);
    }

    [Fact]
    public async Task Write_OverAnotherVersion_FailsAndDeactivatesTheGrain()
    {
        var grain = _silo.Grain<INamedAccountGrain>();
        await grain.Deposit(5);
        _storage.TouchAll();

        await Should.ThrowAsync<InconsistentStateException>(() => grain.Deposit(1));

        await _silo.Probe["deactivated"].Reached;
        (await grain.Balance()).ShouldBe(5);
        await grain.Deposit(1);
        (await grain.Balance()).ShouldBe(6);
    }

    [Fact]
    public async Task Write_OverAnotherVersionThatTheGrainHandles_DoesNotDeactivateIt()
    {
        var grain = _silo.Grain<INamedAccountGrain>();
        await grain.Deposit(5);
        _storage.TouchAll();

        (await grain.TryDeposit(1)).ShouldBeOfType<InconsistentStateException>();

        (await grain.Balance()).ShouldBe(6);
        _silo.Probe["deactivated"].IsReached.ShouldBeFalse();
    }

    [Fact]
    public async Task Write_ThatFails_ThrowsWithItsCause()
    {
        var grain = _silo.Grain<INamedAccountGrain>();
        await grain.Balance();
        _storage.Failure = new IOException("disk full");

        var error = await Should.ThrowAsync<OrleansException>(() => grain.Deposit(1));

        error.InnerException.ShouldBeOfType<IOException>().Message.ShouldBe("disk full");
    }

    [Fact]
    public async Task Storage_ThatIsNotRegistered_FailsTheCallAndSaysWhich() =>
        (await Should.ThrowAsync<BadProviderConfigException>(() => _silo.Grain<ILostAccountGrain>().Balance())).Message.ShouldContain("nowhere");

    [Fact]
    public async Task GrainOfState_KeepsItInTheStorageItNames()
    {
        var grain = _silo.Grain<IOldStyleGrain>();
        await grain.Add(2);
        await grain.Deactivate();
        await _silo.Probe["deactivated"].Reached;

        (await grain.Add(3)).ShouldBe(5);
        _storage.Operations.Count(operation => operation.StartsWith("write", StringComparison.Ordinal)).ShouldBe(2);
    }
}
