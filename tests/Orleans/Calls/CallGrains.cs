using Samantha.Orleans.Tests.Support;

namespace Samantha.Orleans.Tests.Calls;


public interface IBaseCallGrain : IGrainWithStringKey
{
    Task<string> FromBase();
}

public interface ICallGrain : IBaseCallGrain
{
    Task<string> Echo(string text);

    Task<string> Echo(string text, int times);

    Task Nothing();

    ValueTask NothingValue();

    ValueTask<int> Add(int left, int right);

    Task<T> Same<T>(T value);

    Task<string?> Maybe(string? text);

    Task Fail(string message);

    Task FailLater(string message);

    Task<string> Key();

    [global::Orleans.Concurrency.OneWay]
    Task Forget(string gate);

    Task Pass(string gate);

    [ResponseTimeout("00:00:01")]
    Task PassWithinASecond(string gate);

    Task WaitForCancellation(CancellationToken cancellationToken);

    Task PassUnlessCancelled(string gate, CancellationToken cancellationToken);
}

public sealed class CallGrain(Probe probe) : Grain, ICallGrain
{
    public Task<string> FromBase() => Task.FromResult("base");

    public Task<string> Echo(string text) => Task.FromResult(text);

    public Task<string> Echo(string text, int times) => Task.FromResult(string.Concat(Enumerable.Repeat(text, times)));

    public Task Nothing() => Task.CompletedTask;

    public ValueTask NothingValue() => default;

    public async ValueTask<int> Add(int left, int right)
    {
        await Task.Yield();
        return left + right;
    }

    public Task<T> Same<T>(T value) => Task.FromResult(value);

    public Task<string?> Maybe(string? text) => Task.FromResult(text);

    public Task Fail(string message) => throw new CallFailedException(message, 42);

    public async Task FailLater(string message)
    {
        await Task.Yield();
        throw new CallFailedException(message, 42);
    }

    public Task<string> Key() => Task.FromResult(this.GetPrimaryKeyString());

    public Task Forget(string gate) => probe[gate].PassAsync();

    public Task Pass(string gate) => probe[gate].PassAsync();

    public Task PassWithinASecond(string gate) => probe[gate].PassAsync();

    public async Task WaitForCancellation(CancellationToken cancellationToken)
    {
        var cancelled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = cancellationToken.Register(() => cancelled.TrySetResult());
        probe["waiting"].Mark();
        await cancelled.Task;
        probe["cancelled"].Mark();
        cancellationToken.ThrowIfCancellationRequested();
    }

    public Task PassUnlessCancelled(string gate, CancellationToken cancellationToken)
    {
        probe[gate].Mark();
        return Task.CompletedTask;
    }
}

[GenerateSerializer]
public sealed class CallFailedException(string message, int code) : Exception(message)
{
    [Id(0)]
    public int Code { get; } = code;
}

public interface IGuidGrain : IGrainWithGuidKey
{
    Task<Guid> Key();
}

public sealed class GuidGrain : Grain, IGuidGrain
{
    public Task<Guid> Key() => Task.FromResult(this.GetPrimaryKey());
}

public interface IIntegerGrain : IGrainWithIntegerKey
{
    Task<long> Key();
}

public sealed class IntegerGrain : Grain, IIntegerGrain
{
    public Task<long> Key() => Task.FromResult(this.GetPrimaryKeyLong());
}

public interface ICompoundGrain : IGrainWithIntegerCompoundKey
{
    Task<(long Key, string? Extension)> Key();
}

public sealed class CompoundGrain : Grain, ICompoundGrain
{
    public Task<(long Key, string? Extension)> Key()
    {
        var key = this.GetPrimaryKeyLong(out var extension);
        return Task.FromResult((key, extension));
    }
}

public interface IBoxGrain<T> : IGrainWithStringKey
{
    Task Put(T value);

    Task<T?> Take();
}

public sealed class BoxGrain<T> : Grain, IBoxGrain<T>
{
    private T? _value;

    public Task Put(T value)
    {
        _value = value;
        return Task.CompletedTask;
    }

    public Task<T?> Take() => Task.FromResult(_value);
}

public interface IUnimplementedGrain : IGrainWithStringKey
{
    Task Call();
}

public interface IShapeGrain : IGrainWithStringKey
{
    Task<string> Name();
}

public sealed class RoundGrain : Grain, IShapeGrain
{
    public Task<string> Name() => Task.FromResult("round");
}

public sealed class SquareGrain : Grain, IShapeGrain
{
    public Task<string> Name() => Task.FromResult("square");
}
