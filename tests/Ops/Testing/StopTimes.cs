using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Samantha.Silo.Hosting;
using Samantha.Testing;

namespace Samantha.Ops.Tests.Testing;

/// <summary>How long the service takes to stop, at most.</summary>
internal static class StopTimes
{
    /// <summary>The time between the signal and the end, as the host is set.</summary>
    public static TimeSpan OfTheService { get; } = Read();

    private static TimeSpan Read()
    {
        using var folder = new TemporaryFolder();
        TinyModel.Save(folder["model"], seed: 1);
        var (settings, builder) = ServiceHost.Configure([new("Port", "0"), new("Data", folder["data"]), new("Model", folder["model"])]);
        using var app = ServiceHost.Build(settings, builder) as IDisposable;
        return ((IHost)app!).Services.GetRequiredService<IOptions<HostOptions>>().Value.ShutdownTimeout;
    }
}
