using Orleans.Concurrency;

namespace Samantha.Orleans.Tests.Serialization;

public interface IHolderGrain : IGrainWithStringKey
{
    Task<T> Same<T>(T value);

    Task Hold(List<int> items);

    Task HoldImmutable([Immutable] List<int> items);

    Task HoldWrapped(Immutable<List<int>> items);

    Task<List<int>> Held();

    Task<bool> IsHeld(Immutable<List<int>> items);

    Task<string> NameOf(IHolderGrain grain);

    Task<IHolderGrain> Self();
}

public sealed class HolderGrain : Grain, IHolderGrain
{
    private List<int> _items = [];

    public Task<T> Same<T>(T value) => Task.FromResult(value);

    public Task Hold(List<int> items)
    {
        _items = items;
        return Task.CompletedTask;
    }

    public Task HoldImmutable(List<int> items) => Hold(items);

    public Task HoldWrapped(Immutable<List<int>> items) => Hold(items.Value);

    public Task<List<int>> Held() => Task.FromResult(_items);

    public Task<bool> IsHeld(Immutable<List<int>> items) => Task.FromResult(ReferenceEquals(_items, items.Value));

    public Task<string> NameOf(IHolderGrain grain) => Task.FromResult(grain.GetPrimaryKeyString());

    public Task<IHolderGrain> Self() => Task.FromResult(this.AsReference<IHolderGrain>());
}
