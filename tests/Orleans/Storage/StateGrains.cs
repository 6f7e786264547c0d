using Orleans.Providers;
using Samantha.Orleans.Tests.Support;

namespace Samantha.Orleans.Tests.Storage;

[GenerateSerializer]
public sealed class Account
{
    [Id(0)]
    public int Balance { get; set; }

    [Id(1)]
    public List<string> Entries { get; set; } = [];
}

public interface IAccountGrain : IGrainWithStringKey
{
    Task<int> Balance();

    Task Deposit(int amount);

    Task Change(int amount);

    Task Reload();

    Task Clear();

    Task<bool> Exists();

    Task<string?> Version();

    Task Deactivate();

    Task<Exception?> TryDeposit(int amount);
}

public class AccountGrainBase(IPersistentState<Account> account, Probe probe) : Grain, IAccountGrain
{
    public Task<int> Balance() => Task.FromResult(account.State.Balance);

    public Task Deposit(int amount)
    {
        account.State.Balance += amount;
        account.State.Entries.Add($"+{amount}");
        return account.WriteStateAsync();
    }

    public Task Change(int amount)
    {
        account.State.Balance += amount;
        return Task.CompletedTask;
    }

    public Task Reload() => account.ReadStateAsync();

    public Task Clear() => account.ClearStateAsync();

    public Task<bool> Exists() => Task.FromResult(account.RecordExists);

    public Task<string?> Version() => Task.FromResult(account.Etag);

    public Task Deactivate()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }

    public async Task<Exception?> TryDeposit(int amount)
    {
        try
        {
            await Deposit(amount);
            return null;
        }
        catch (Exception exception)
        {
            return exception;
        }
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        probe["deactivated"].Mark();
        return Task.CompletedTask;
    }
}

public sealed class AccountGrain([PersistentState("account")] IPersistentState<Account> account, Probe probe) : AccountGrainBase(account, probe);

public interface INamedAccountGrain : IAccountGrain;

public sealed class NamedAccountGrain([PersistentState("account", "special")] IPersistentState<Account> account, Probe probe)
    : AccountGrainBase(account, probe), INamedAccountGrain;

public interface ILostAccountGrain : IAccountGrain;

public sealed class LostAccountGrain([PersistentState("account", "nowhere")] IPersistentState<Account> account, Probe probe)
    : AccountGrainBase(account, probe), ILostAccountGrain;

public interface IOldStyleGrain : IGrainWithStringKey
{
    Task<int> Add(int amount);

    Task Deactivate();
}

[StorageProvider(ProviderName = "special")]
public sealed class OldStyleGrain(Probe probe) : Grain<Account>, IOldStyleGrain
{
    public async Task<int> Add(int amount)
    {
        State.Balance += amount;
        await WriteStateAsync();
        return State.Balance;
    }

    public Task Deactivate()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        probe["deactivated"].Mark();
        return Task.CompletedTask;
    }
}
