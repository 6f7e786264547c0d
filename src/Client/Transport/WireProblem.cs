using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Samantha.Client.Transport;

/// <summary>A problem document on the wire.</summary>
internal sealed record WireProblem(string? Title = null, HttpStatusCode Status = 0, string? Detail = null, string? Code = null)
{
    public static async Task<SamanthaProblemException> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        WireProblem? problem = null;
        try
        {
            problem = await response.Content.ReadFromJsonAsync<WireProblem>(WireJson.Options, cancellationToken).ConfigureAwait(false);
        }
        catch (JsonException)
        {
            // Something between here and the service answered in its own words.
        }

        return (problem ?? new WireProblem()).ToException(response.StatusCode);
    }

    public SamanthaProblemException ToException(HttpStatusCode status) =>
        new(status, Code ?? "unknown", Title ?? $"The answer has status {(int)status}.", Detail ?? "Look into the service's log, or that of what stands between.");
}
