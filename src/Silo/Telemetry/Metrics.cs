using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace Samantha.Silo.Telemetry;

/// <summary>Collects the platform's meters and shows them under <c>/metrics</c>; sends them by OTLP where an endpoint is set.</summary>
internal sealed class Metrics : IDisposable
{
    private const string OtlpEndpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    private readonly PrometheusText _text = new();
    private readonly BaseExportingMetricReader _reader;
    private readonly MeterProvider _provider;
    private readonly Lock _collecting = new();

    public Metrics()
    {
        _reader = new BaseExportingMetricReader(_text);
        var builder = Sdk.CreateMeterProviderBuilder()
            .AddMeter("Samantha.*", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Runtime")
            .AddReader(_reader);
        if (Environment.GetEnvironmentVariable(OtlpEndpoint) is { Length: > 0 })
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
}
