using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Connections.Security;
using Orleans.Runtime;
using Orleans.Serialization.Invocation;
using Samantha.Orleans.Tests.Calls;
using Samantha.Orleans.Tests.Support;

namespace Samantha.Orleans.Tests.StandIn.Networking;

/// <summary>
/// The network half of a silo: connections, and instead of a catalog one object that answers every call whose key
/// begins with the node's name. Other keys belong to other nodes.
/// </summary>
internal sealed class NetworkNode : IMessageRouter, ITargetHolder, IAsyncDisposable
{
    private readonly Dictionary<string, SiloAddress> _routes = [];
    private readonly ServiceProvider _services;
    private readonly ConnectionShared _shared;
    private readonly ConnectionDialer _dialer;
    private readonly SiloConnections _connections;
    private readonly MessageClient _client;
    private readonly string _name;
    private ConnectionListener? _listener;

    public NetworkNode(string name, TimeProvider? clock = null, string clusterId = "cluster", int? port = null, int generation = 1)
    {
        _name = name;
        Address = SiloAddress.New(IPAddress.Loopback, port ?? NetworkedSilo.FreePort(), generation);
        var services = new ServiceCollection();
        services.AddLogging().AddOptions();
        services.AddSingleton<GrainInterfaceMap>();
        services.AddSingleton<GrainReferenceActivator>();
        services.AddSingleton<GrainReferenceRuntime>();
        services.AddSingleton<IMessageClient>(_ => _client!);
        _services = services.BuildServiceProvider();
        clock ??= TimeProvider.System;
        var options = new SiloMessagingOptions();
        _shared = new ConnectionShared(_services, clock, NullLogger<Connection>.Instance, Options.Create(new ClusterOptions { ClusterId = clusterId }), options, new ConnectionOptions());
        _dialer = new ConnectionDialer(_shared, new ConnectionSecurity(Options.Create(new ConnectionSecurityOptions())), NullLoggerFactory.Instance);
        _connections = new SiloConnections(_dialer, _shared, Address, new Lazy<IMessageRouter>(this));
        _client = new MessageClient(this, options, clock);
    }

    public SiloAddress Address { get; }

    public Probe Probe { get; } = new();

    public int AcceptedConnections { get; private set; }

    public ICallGrain Grain(string key) =>
        (ICallGrain)_services.GetRequiredService<GrainReferenceActivator>().Create(GrainId.Create("call", key), typeof(ICallGrain));

    /// <summary>Where the grains are whose keys begin with a name.</summary>
    public NetworkNode Route(string name, SiloAddress address)
    {
        _routes[name] = address;
        return this;
    }

    public async Task<NetworkNode> ListenAsync()
    {
        var handler = new CountingHandler(this);
        _listener = new ConnectionListener(Address.Endpoint, handler, NullLoggerFactory.Instance);
        await _listener.StartAsync(CancellationToken.None);
        return this;
    }

    public void Send(Message message)
    {
        var key = message.TargetGrain.Key.ToString();
        if (key.StartsWith(_name, StringComparison.Ordinal))
            _ = AnswerAsync(message);
        else
            _connections.Send(_routes[key[..1]], message);
    }

    public void Cancel(CancelMessage message)
    {
        if (message.TargetGrain.Key.ToString() is var key && key.StartsWith(_name, StringComparison.Ordinal))
            Probe["cancelled"].Mark();
        else
            _connections.Cancel(_routes[key[..1]], message);
    }

    public void Disconnect(SiloAddress silo) => _connections.Disconnect(silo);

    public TTarget? GetTarget<TTarget>() where TTarget : class => new Target(Probe) as TTarget;

    public TComponent? GetComponent<TComponent>() where TComponent : class => null;

    public async ValueTask DisposeAsync()
    {
        if (_listener is not null)
            await _listener.StopAsync();

        await _connections.CloseAsync();
        _client.Dispose();
        _dialer.Dispose();
        await _services.DisposeAsync();
    }

    private async Task AnswerAsync(Message message)
    {
        message.Body.SetTarget(this);
        message.Respond(await message.Body.Invoke());
        message.Recycle();
    }

    private sealed class CountingHandler(NetworkNode node) : Microsoft.AspNetCore.Connections.ConnectionHandler
    {
        private readonly SiloConnectionHandler _handler = new(
            node._shared, new ConnectionSecurity(Options.Create(new ConnectionSecurityOptions())), node.Address, node, node._connections);

        public override Task OnConnectedAsync(Microsoft.AspNetCore.Connections.ConnectionContext connection)
        {
            node.AcceptedConnections++;
            return _handler.OnConnectedAsync(connection);
        }
    }

    /// <summary>What a grain does, without a silo.</summary>
    private sealed class Target(Probe probe) : ICallGrain
    {
        public Task<string> FromBase() => Task.FromResult("base");

        public Task<string> Echo(string text) => Task.FromResult(text);

        public Task<string> Echo(string text, int times) => Task.FromResult(string.Concat(Enumerable.Repeat(text, times)));

        public Task Nothing() => Task.CompletedTask;

        public ValueTask NothingValue() => default;

        public ValueTask<int> Add(int left, int right) => new(left + right);

        public Task<T> Same<T>(T value) => Task.FromResult(value);

        public Task<string?> Maybe(string? text) => Task.FromResult(text);

        public Task Fail(string message) => throw new CallFailedException(message, 42);

        public Task FailLater(string message) => Fail(message);

        public Task<string> Key() => Task.FromResult("");

        public Task Forget(string gate)
        {
            probe.Note(gate);
            return Task.CompletedTask;
        }

        public Task Pass(string gate) => probe[gate].PassAsync();

        public Task PassWithinASecond(string gate) => probe[gate].PassAsync();

        public Task WaitForCancellation(CancellationToken cancellationToken) => probe["waiting"].PassAsync();

        public Task PassUnlessCancelled(string gate, CancellationToken cancellationToken) => probe[gate].PassAsync();
    }
}
