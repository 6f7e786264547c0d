using System.Diagnostics.Metrics;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using Samantha.Silo.Hosting;

namespace Samantha.Silo.Telemetry;

/// <summary>Collects the platform's meters and shows them under <c>/metrics</c>; sends them by OTLP where an endpoint is set.</summary>
internal sealed class Metrics : IDisposable
{
    private readonly PrometheusText _text = new();
    private readonly BaseExportingMetricReader _reader;
    private readonly MeterProvider _provider;
    private readonly Lock _collecting = new();

    public Metrics(IConfiguration configuration, ServiceSettings settings, IMeterFactory meters)
    {
        _reader = new BaseExportingMetricReader(_text);
        var builder = Sdk.CreateMeterProviderBuilder()
            .ConfigureServices(services => services.AddSingleton(configuration))
            .SetResourceBuilder(TelemetryResource.Of(settings.Cluster.Silo!))
            .AddMeter("Samantha.*", "Microsoft.Orleans", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Runtime")
            .AddView(instrument => IsOfAnother(instrument, meters) ? MetricStreamConfiguration.Drop : null)
            .AddReader(_reader);
        if (configuration[TelemetryResource.Endpoint] is { Length: > 0 })
            builder.AddOtlpExporter();
        _provider = builder.Build();
    }

    /// <summary>Everything measured until now.</summary>
    public string Collect()
    {
        lock (_collecting)
        {
            _reader.Collect();
            return _text.Text;
        }
    }

    public void Dispose() => _provider.Dispose();

    // A process may run several services, as tests do; what one of them measures says nothing of the others.
    private static bool IsOfAnother(Instrument instrument, IMeterFactory meters) => instrument.Meter.Scope is IMeterFactory factory && factory != meters;
}
