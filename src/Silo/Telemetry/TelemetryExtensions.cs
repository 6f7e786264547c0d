using Samantha.Silo.Storage;

namespace Samantha.Silo.Telemetry;

/// <summary>Adds metrics and traces to the service.</summary>
internal static class TelemetryExtensions
{
    public static IServiceCollection AddTelemetry(this IServiceCollection services) => services
        .AddSingleton<Metrics>()
        .AddSingleton<Traces>()
        .AddSingleton<SiloMeter>();

    /// <summary>Measures from the first request on, and names requests' spans.</summary>
    public static void UseTelemetry(this WebApplication app)
    {
        _ = app.Services.GetRequiredService<SiloMeter>();
        _ = app.Services.GetRequiredService<Metrics>();
        _ = app.Services.GetRequiredService<Traces>();
        StorageMeter.Begin();
        app.UseMiddleware<RequestTrace>();
    }
}
