using Samantha.Grains.Hosting;

namespace Samantha.Silo.Http.Health;

/// <summary>Whether the process lives, and whether it answers.</summary>
internal static class HealthEndpoints
{
    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/health").WithTags("Health");
        group.MapGet("/live", () => TypedResults.Ok(new HealthBody("live"))).WithSummary("The process lives.");
        group.MapGet("/ready", (SamanthaStartup startup) => startup.IsReady
                ? Results.Ok(new HealthBody("ready"))
                : Results.Json(new HealthBody("starting"), statusCode: StatusCodes.Status503ServiceUnavailable))
            .WithSummary("The service answers; 503 while it starts or stops.")
            .Produces<HealthBody>().Produces<HealthBody>(StatusCodes.Status503ServiceUnavailable);
    }
}

/// <summary>How the service is.</summary>
/// <param name="Status">live, ready or starting.</param>
public sealed record HealthBody(string Status);
