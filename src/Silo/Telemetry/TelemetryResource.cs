using OpenTelemetry.Resources;
using Samantha.Silo.Hosting;

namespace Samantha.Silo.Telemetry;

/// <summary>Who measures: the service, and which silo of it. What the standard variables say (<c>OTEL_SERVICE_NAME</c>, <c>OTEL_RESOURCE_ATTRIBUTES</c>) goes before.</summary>
internal static class TelemetryResource
{
    /// <summary>Set where telemetry is to be sent by OTLP.</summary>
    public const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    public static ResourceBuilder Of(string silo) => ResourceBuilder.CreateEmpty()
        .AddService("samantha", serviceVersion: typeof(ServiceHost).Assembly.GetName().Version?.ToString(3), serviceInstanceId: silo)
        .AddTelemetrySdk()
        .AddEnvironmentVariableDetector();
}
