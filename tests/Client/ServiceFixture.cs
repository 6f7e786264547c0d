using Samantha.Client.Tests;
using Samantha.Testing;

[assembly: AssemblyFixture(typeof(ServiceFixture))]

namespace Samantha.Client.Tests;

/// <summary>One real service for all tests.</summary>
public sealed class ServiceFixture : IAsyncLifetime
{
    private RunningService _service = null!;

    public Uri Address => _service.Address;

    public async ValueTask InitializeAsync() => _service = await
        RunningService.StartAsync(settings: new Dictionary<string, string?> { ["Learning:Enabled"] = "false" });

    public ValueTask DisposeAsync() => _service.DisposeAsync();

    /// <summary>A client that does not pause, over connections that may fail.</summary>
    public SamanthaClient Client(DelegatingHandler? handler = null, TimeSpan? patience = null)
    {
        HttpMessageHandler inner = new SocketsHttpHandler();
        if (handler is not null)
            handler.InnerHandler = inner;
        return new SamanthaClient(handler ?? inner, new SamanthaClientOptions
        {
            BaseAddress = Address,
            FirstPause = TimeSpan.Zero,
            Patience = patience ?? TimeSpan.FromMinutes(1),
        });
    }
}
