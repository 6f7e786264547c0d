using OpenTelemetry;
using OpenTelemetry.Trace;
using Samantha.Silo.Hosting;

namespace Samantha.Silo.Telemetry;

/// <summary>
/// Sends traces by OTLP where an endpoint is set: one message from HTTP through grains and engine to storage, and on into the
/// training session that learns from it. <c>OTEL_TRACES_SAMPLER</c> and its argument choose how many. Without an endpoint no
/// span is ever made.
/// </summary>
internal sealed class Traces : IDisposable
{
    private readonly TracerProvider? _provider;

    /// <param name="configuration">Holds the OTEL_… variables.</param>
    /// <param name="settings">Name the silo.</param>
    public Traces(IConfiguration configuration, ServiceSettings settings)
    {
        if (string.IsNullOrEmpty(configuration[TelemetryResource.Endpoint]))
            return;
        _provider = Sdk.CreateTracerProviderBuilder()
            .ConfigureServices(services => services.AddSingleton(configuration))
            .SetResourceBuilder(TelemetryResource.Of(settings.Cluster.Silo!))
            .AddSource("Samantha.*", "Microsoft.AspNetCore", "Microsoft.Orleans.Application")
            .AddProcessor(new TraceRules())
            .AddOtlpExporter()
            .Build();
    }

    public void Dispose() => _provider?.Dispose();
}
