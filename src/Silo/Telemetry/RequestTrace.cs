using System.Diagnostics;
using System.Globalization;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.Features;

namespace Samantha.Silo.Telemetry;

/// <summary>
/// Names a request's span by its route and notes its status, as OpenTelemetry's conventions for HTTP have it. The address is
/// left out: it names the user.
/// </summary>
internal sealed class RequestTrace(RequestDelegate next)
{
    public async Task InvokeAsync(HttpContext context)
    {
        await next(context);
        // Without a listener the framework has an activity all the same, for its logs, of no source.
        if (context.Features.Get<IHttpActivityFeature>()?.Activity is { IsAllDataRequested: true, Source.Name.Length: > 0 } span)
            Name(span, context);
    }

    private static void Name(Activity span, HttpContext context)
    {
        var (request, status) = (context.Request, context.Response.StatusCode);
        // Whoever answers a failure takes the endpoint away, and remembers it.
        var endpoint = context.GetEndpoint() ?? context.Features.Get<IExceptionHandlerFeature>()?.Endpoint;
        var route = (endpoint as RouteEndpoint)?.RoutePattern.RawText;
        span.DisplayName = route is null ? request.Method : $"{request.Method} {route}";
        span.SetTag("http.request.method", request.Method).SetTag("http.route", route).SetTag("http.response.status_code", status);
        if (status >= StatusCodes.Status500InternalServerError)
            span.SetTag("error.type", status.ToString(CultureInfo.InvariantCulture)).SetStatus(ActivityStatusCode.Error);
    }
}
