using System.Net;

namespace Samantha.Client;

/// <summary>The service refused or failed. The message says what to do.</summary>
/// <param name="status">The HTTP status.</param>
/// <param name="code">The problem's stable name in kebab case, such as <c>turn-id-reused</c>.</param>
/// <param name="title">The problem in one line.</param>
/// <param name="detail">What to do.</param>
public sealed class SamanthaProblemException(HttpStatusCode status, string code, string title, string detail) : Exception($"{title} {detail}".Trim())
{
    /// <summary>The HTTP status.</summary>
    public HttpStatusCode Status { get; } = status;

    /// <summary>The problem's stable name in kebab case, such as <c>turn-id-reused</c>.</summary>
    public string Code { get; } = code;

    /// <summary>The problem in one line.</summary>
    public string Title { get; } = title;

    /// <summary>What to do.</summary>
    public string Detail { get; } = detail;

    /// <summary>Whether the same request may succeed later.</summary>
    public bool IsTransient => Status is HttpStatusCode.TooManyRequests
        or HttpStatusCode.ServiceUnavailable or HttpStatusCode.BadGateway or HttpStatusCode.GatewayTimeout;
}
