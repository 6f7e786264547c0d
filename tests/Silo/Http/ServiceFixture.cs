using Samantha.Silo.Tests.Http;
using Samantha.Testing;

[assembly: AssemblyFixture(typeof(ServiceFixture))]

namespace Samantha.Silo.Tests.Http;

/// <summary>One service for all tests of the HTTP interface; each talks as users of its own.</summary>
public sealed class ServiceFixture : IAsyncLifetime
{
    internal RunningService Service { get; private set; } = null!;

    internal HttpClient Http => Service.Http;

    public async ValueTask InitializeAsync() => Service = await
        RunningService.StartAsync(settings: new Dictionary<string, string?> { ["Learning:Enabled"] = "false" });

    public ValueTask DisposeAsync() => Service.DisposeAsync();
}
