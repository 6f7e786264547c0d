using System.Net;

namespace Samantha.Client.Tests;

/// <summary>Lets the first requests fail in a given way, and the others pass.</summary>
internal sealed class FailingHandler(int failures, Func<HttpResponseMessage, Task<HttpResponseMessage>> fail) : DelegatingHandler
{
    private int _requests;

    public int Requests => _requests;

    /// <summary>Cuts the stream off before the event that confirms the turn, which the service stored all the same.</summary>
    public static async Task<HttpResponseMessage> LoseConfirmation(HttpResponseMessage response)
    {
        var text = await response.Content.ReadAsStringAsync();
        var cut = text.IndexOf("event: completed", StringComparison.Ordinal);
        cut.ShouldBeGreaterThan(0);
        return new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(text[..cut]) };
    }

    public static Task<HttpResponseMessage> Refuse(HttpResponseMessage response) => throw new HttpRequestException("No connection.");

    public static Task<HttpResponseMessage> BeBusy(HttpResponseMessage response) => Task.FromResult(new HttpResponseMessage(HttpStatusCode.TooManyRequests)
    {
        Content = new StringContent("""{"title": "The service is busy.", "status": 429, "detail": "Wait.", "code": "overloaded"}"""),
    });

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var isFailing = Interlocked.Increment(ref _requests) <= failures;
        var response = await base.SendAsync(request, cancellationToken);
        return isFailing ? await fail(response) : response;
    }
}
