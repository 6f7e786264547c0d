using System.Runtime.CompilerServices;
using Orleans.Placement;
using Samantha.Orleans.Tests.Serialization;
using Samantha.Orleans.Tests.Support;

namespace Samantha.Orleans.Tests.Streaming;

public interface IStreamGrain : IGrainWithStringKey
{
    IAsyncEnumerable<int> Count(int to);

    IAsyncEnumerable<Point> Points(List<Point> points, CancellationToken cancellationToken = default);

    IAsyncEnumerable<int> FailAfter(int count);

    IAsyncEnumerable<int> Endless(CancellationToken cancellationToken = default);

    IAsyncEnumerable<int> Gated(string gate);

    IAsyncEnumerable<T> Repeat<T>(T value, int times);

    Task<string> Call();

    Task Deactivate();
}

[PreferLocalPlacement]
public sealed class StreamGrain(Probe probe) : Grain, IStreamGrain
{
    public async IAsyncEnumerable<int> Count(int to)
    {
        for (var i = 0; i < to; i++)
        {
            if (i % 7 == 3)
                await Task.Yield();

            yield return i;
        }
    }

    public async IAsyncEnumerable<Point> Points(List<Point> points, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        foreach (var point in points)
        {
            await Task.Yield();
            cancellationToken.ThrowIfCancellationRequested();
            yield return point;
        }
    }

    public async IAsyncEnumerable<int> FailAfter(int count)
    {
        for (var i = 0; i < count; i++)
            yield return i;

        await Task.Yield();
        throw new InvalidOperationException("enough");
    }

    public async IAsyncEnumerable<int> Endless([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        try
        {
            yield return 1;
            probe["waiting"].Mark();
            await Task.Delay(Timeout.Infinite, cancellationToken);
        }
        finally
        {
            probe["ended"].Mark();
        }
    }

    public async IAsyncEnumerable<int> Gated(string gate)
    {
        yield return 1;
        await probe[gate].PassAsync();
        yield return 2;
    }

    public async IAsyncEnumerable<T> Repeat<T>(T value, int times)
    {
        for (var i = 0; i < times; i++)
            yield return value;

        await Task.CompletedTask;
    }

    public Task<string> Call() => Task.FromResult("called");

    public Task Deactivate()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        probe["deactivated"].Mark();
        probe[$"deactivated {this.GetPrimaryKeyString()}"].Mark();
        return Task.CompletedTask;
    }
}

public interface IStreamCallerGrain : IGrainWithStringKey
{
    Task<List<int>> Read(string other, int count);
}

public sealed class StreamCallerGrain : Grain, IStreamCallerGrain
{
    public async Task<List<int>> Read(string other, int count)
    {
        var items = new List<int>();
        await foreach (var item in GrainFactory.GetGrain<IStreamGrain>(other).Count(count))
            items.Add(item);

        return items;
    }
}
