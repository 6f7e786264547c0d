using Microsoft.Extensions.Options;
using Orleans.Configuration;

namespace Orleans.Messaging;

/// <summary>Tells clients which gateways there are.</summary>
public interface IGatewayListProvider
{
    /// <summary>How old the list may become.</summary>
    TimeSpan MaxStaleness { get; }

    /// <summary>Whether the list may change.</summary>
    bool IsUpdatable { get; }

    /// <summary>Called before all else.</summary>
    Task InitializeGatewayListProvider();

    /// <summary>The gateways, in the form <c>gwy.tcp://address:port/generation</c>.</summary>
    Task<IList<Uri>> GetGateways();
}

/// <summary>Gateways that are known beforehand.</summary>
internal sealed class StaticGatewayListProvider(IOptions<StaticGatewayListProviderOptions> options) : IGatewayListProvider
{
    public TimeSpan MaxStaleness => TimeSpan.MaxValue;

    public bool IsUpdatable => false;

    public Task InitializeGatewayListProvider() => Task.CompletedTask;

    public Task<IList<Uri>> GetGateways() => Task.FromResult<IList<Uri>>(options.Value.Gateways);
}
