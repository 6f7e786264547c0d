using System.Net.Http.Json;
using System.Net.ServerSentEvents;
using System.Text.Json;

namespace Samantha.Silo.Tests.Http;

/// <summary>Says turns over HTTP and reads their events.</summary>
internal static class Events
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Sends a turn and reads all of its events.</summary>
    public static async Task<List<(string Name, JsonElement Data)>> Say(this HttpClient http, string user, object turn)
    {
        using var response = await http.PostAsJsonAsync($"/api/conversations/{user}/turns", turn, Token);
        response.IsSuccessStatusCode.ShouldBeTrue(await Summary(response));
        response.Content.Headers.ContentType!.MediaType.ShouldBe("text/event-stream");
        return await Read(await response.Content.ReadAsStreamAsync(Token)).ToListAsync(Token);
    }

    /// <summary>Sends a turn and reads what confirmed it.</summary>
    public static async Task<JsonElement> Complete(this HttpClient http, string user, object turn)
    {
        var (name, data) = (await http.Say(user, turn))[^1];
        name.ShouldBe("completed");
        return data;
    }

    public static async IAsyncEnumerable<(string Name, JsonElement Data)> Read(Stream stream)
    {
        await foreach (var item in SseParser.Create(stream).EnumerateAsync(Token))
            yield return (item.EventType, JsonDocument.Parse(item.Data).RootElement);
    }

    private static async Task<string> Summary(HttpResponseMessage response) =>
        response.IsSuccessStatusCode ? "" : await response.Content.ReadAsStringAsync(Token);
}
