using System.Security.Cryptography;
using System.Text;
using Samantha.Silo.Hosting;
using Samantha.Silo.Http.Problems;

namespace Samantha.Silo.Http;

/// <summary>
/// Where API keys are set, lets only their holders in. The page and the health checks stay open: the page asks for the
/// key, and a probe has none.
/// </summary>
internal sealed class ApiKeyGate(RequestDelegate next, ServiceSettings settings)
{
    private const string Scheme = "Bearer ";

    private static readonly string[] Guarded = ["/api", "/v1", "/metrics", "/openapi"];

    private readonly byte[][] _hashes = [.. settings.ApiKeys.Select(Hash)];

    public Task InvokeAsync(HttpContext context) => _hashes.Length == 0 || !IsGuarded(context.Request.Path) || Holds(context.Request)
        ? next(context)
        : Refuse(context);

    private static bool IsGuarded(PathString path) => Guarded.Any(prefix => path.StartsWithSegments(prefix));

    // Hashes have one length and every key is compared, so that the time taken tells nothing of a key.
    private bool Holds(HttpRequest request)
    {
        var header = request.Headers.Authorization.ToString();
        if (!header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
            return false;
        var given = Hash(header[Scheme.Length..].Trim());
        var holds = false;
        foreach (var hash in _hashes)
            holds |= CryptographicOperations.FixedTimeEquals(hash, given);
        return holds;
    }

    private static Task Refuse(HttpContext context)
    {
        context.Response.Headers.WWWAuthenticate = "Bearer";
        return ProblemHandler.WriteAsync(context, ProblemDocument.New(
            StatusCodes.Status401Unauthorized, "api-key-needed", "This service needs an API key.", "Send one of its keys in the header 'Authorization: Bearer KEY'."));
    }

    private static byte[] Hash(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));
}
