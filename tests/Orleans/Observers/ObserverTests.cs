using System.Collections.Concurrent;
using Samantha.Orleans.Tests.Support;

namespace Samantha.Orleans.Tests.Observers;

public interface IListener : IGrainObserver
{
    void Heard(string text);

    Task<int> Ask(int number);
}

public interface ISpeakerGrain : IGrainWithStringKey
{
    Task Subscribe(IListener listener);

    Task Say(string text);

    Task<int> AskAll(int number);
}

public sealed class SpeakerGrain : Grain, ISpeakerGrain
{
    private readonly List<IListener> _listeners = [];

    public Task Subscribe(IListener listener)
    {
        _listeners.Add(listener);
        return Task.CompletedTask;
    }

    public Task Say(string text)
    {
        _listeners.ForEach(listener => listener.Heard(text));
        return Task.CompletedTask;
    }

    public async Task<int> AskAll(int number) => (await Task.WhenAll(_listeners.Select(listener => listener.Ask(number)))).Sum();
}

public sealed class Listener : IListener
{
    public ConcurrentQueue<string> Texts { get; } = new();

    public Gate Last { get; } = new();

    public void Heard(string text)
    {
        Texts.Enqueue(text);
        if (text == "last")
            Last.Mark();
    }

    public Task<int> Ask(int number) => Task.FromResult(number * 2);
}

public class ObserverTests : IAsyncLifetime
{
    private TestSilo _silo = null!;

    private ISpeakerGrain Grain => _silo.Grain<ISpeakerGrain>();

    public async ValueTask InitializeAsync() => _silo = await StartAsync();

    public ValueTask DisposeAsync() => _silo.DisposeAsync();

    protected virtual Task<TestSilo> StartAsync() => TestSilo.StartAsync();

    [Fact]
    public async Task Observer_IsCalledInOrder()
    {
        var listener = new Listener();
        await Grain.Subscribe(_silo.Client.CreateObjectReference<IListener>(listener));

        foreach (var text in new[] { "one", "two", "last" })
            await Grain.Say(text);

        await listener.Last.Reached;
        listener.Texts.ShouldBe(["one", "two", "last"]);
        GC.KeepAlive(listener);
    }

    [Fact]
    public async Task Observer_CanAnswer()
    {
        var (first, second) = (new Listener(), new Listener());
        await Grain.Subscribe(_silo.Client.CreateObjectReference<IListener>(first));
        await Grain.Subscribe(_silo.Client.CreateObjectReference<IListener>(second));

        (await Grain.AskAll(21)).ShouldBe(84);
        GC.KeepAlive((first, second));
    }

    [Fact]
    public async Task Observer_Deleted_IsNotCalled()
    {
        var (gone, there) = (new Listener(), new Listener());
        var reference = _silo.Client.CreateObjectReference<IListener>(gone);
        await Grain.Subscribe(reference);
        await Grain.Subscribe(_silo.Client.CreateObjectReference<IListener>(there));

        _silo.Client.DeleteObjectReference<IListener>(reference);
        await Grain.Say("last");

        await there.Last.Reached;
        gone.Texts.ShouldBeEmpty();
        GC.KeepAlive((gone, there));
    }
}
