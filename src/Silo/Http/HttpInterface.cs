using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http.Json;
using Samantha.Silo.Hosting;
using Samantha.Silo.Http.Cluster;
using Samantha.Silo.Http.Conversations;
using Samantha.Silo.Http.Health;
using Samantha.Silo.Http.Models;
using Samantha.Silo.Http.OpenAi;
using Samantha.Silo.Http.Problems;
using Samantha.Silo.Http.Streaming;
using Samantha.Silo.Http.Training;
using Samantha.Silo.Telemetry;

namespace Samantha.Silo.Http;

/// <summary>The HTTP interface: what is served where.</summary>
internal static class HttpInterface
{
    public static void AddHttpInterface(this IServiceCollection services)
    {
        services.AddTelemetry();
        services.AddSingleton<ProblemDescriber>();
        services.AddSingleton<EventStream>();
        services.AddExceptionHandler<ProblemHandler>();
        services.AddOpenApi("v1");
        services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
        services.Configure<JsonOptions>(options =>
        {
            options.SerializerOptions.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase));
            options.SerializerOptions.DefaultIgnoreCondition = JsonIgnoreCondition.Never;
        });
    }

    public static void UseHttpInterface(this WebApplication app)
    {
        var settings = app.Services.GetRequiredService<ServiceSettings>();
        app.UseTelemetry();
        app.UseExceptionHandler(_ => { });
        app.UseSecurityHeaders();
        app.UseDefaultFiles();
        app.UseStaticFiles();
        app.UseMiddleware<ApiKeyGate>();
        app.UseStatusCodePages(context => ProblemHandler.WriteAsync(context.HttpContext, WithoutBody(context.HttpContext.Response.StatusCode, settings)));
        app.UseRouting();
        app.MapConversations();
        app.MapModels();
        app.MapCluster();
        app.MapTraining();
        app.MapCuration();
        app.MapOpenAi();
        app.MapHealth();
        app.MapOpenApi("/openapi/{documentName}.json");
        app.MapGet("/metrics", (Metrics metrics) => TypedResults.Text(metrics.Collect(), PrometheusText.ContentType)).ExcludeFromDescription();
    }

    // Statuses that the framework sets without a body.
    private static ProblemDocument WithoutBody(int status, ServiceSettings settings) => status switch
    {
        StatusCodes.Status404NotFound => ProblemDocument.New(status, "not-found", "There is nothing here.", "See /openapi/v1.json for what there is."),
        StatusCodes.Status405MethodNotAllowed => ProblemDocument.New(status, "method-not-allowed", "This address does not take that method.", "See /openapi/v1.json for what it takes."),
        StatusCodes.Status413PayloadTooLarge => ProblemDocument.New(status, "request-too-large", "The request is too large.", $"Send at most {settings.LargestRequest:n0} bytes."),
        StatusCodes.Status415UnsupportedMediaType => ProblemDocument.New(
            status, "not-json", "The request's body is not JSON.", "Send JSON, with the header content-type: application/json."),
        _ => ProblemDocument.New(status, "refused", "The request was refused.", "See /openapi/v1.json for what can be asked."),
    };
}
