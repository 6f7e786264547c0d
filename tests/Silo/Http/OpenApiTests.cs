using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Samantha.Silo.Tests.Http;

public sealed partial class OpenApiTests(ServiceFixture fixture)
{
    private static readonly string[] Methods = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("get", "/health/live")]
    [InlineData("get", "/health/ready")]
    [InlineData("post", "/v1/chat/completions")]
    [InlineData("get", "/v1/models")]
    [InlineData("post", "/api/conversations/{user}/turns")]
    [InlineData("get", "/api/conversations/{user}")]
    [InlineData("post", "/api/conversations/{user}/turns/{turnId}/feedback")]
    [InlineData("delete", "/api/conversations/{user}")]
    [InlineData("get", "/api/conversations/{user}/export")]
    [InlineData("get", "/api/models")]
    [InlineData("get", "/api/models/{version}")]
    [InlineData("post", "/api/models/{version}/rollout")]
    [InlineData("post", "/api/models/forget")]
    [InlineData("get", "/api/models/forget")]
    [InlineData("get", "/api/models/rollout")]
    [InlineData("post", "/api/models/rollout/pause")]
    [InlineData("post", "/api/models/rollout/resume")]
    [InlineData("post", "/api/models/rollback")]
    [InlineData("get", "/api/training")]
    [InlineData("post", "/api/training/sessions")]
    public async Task Document_PromisedEndpoint_IsThere(string method, string path) =>
        (await Document()).GetProperty("paths").GetProperty(path).TryGetProperty(method, out _).ShouldBeTrue();

    [Fact]
    public async Task Document_EveryOperation_HasASummaryResponsesAndItsPathsParameters()
    {
        foreach (var (path, operation) in Operations(await Document()))
        {
            operation.GetProperty("summary").GetString().ShouldNotBeNullOrWhiteSpace(path);
            operation.GetProperty("responses").EnumerateObject().Count().ShouldBeGreaterThan(0, path);
            operation.GetProperty("responses").EnumerateObject().Where(response => !response.Value.TryGetProperty("description", out _)).ShouldBeEmpty(path);
            var declared = operation.TryGetProperty("parameters", out var parameters)
                ? parameters.EnumerateArray().Where(parameter => parameter.GetProperty("in").GetString() == "path").Select(parameter => parameter.GetProperty("name").GetString()!)
                : [];
            declared.ShouldBe(PathParameter().Matches(path).Select(match => match.Groups[1].Value), ignoreOrder: true, path);
        }
    }

    [Fact]
    public async Task Document_EveryReference_LeadsToASchema()
    {
        var document = await Document();
        document.GetProperty("openapi").GetString()!.ShouldStartWith("3.");
        document.GetProperty("info").GetProperty("title").GetString().ShouldNotBeNullOrWhiteSpace();
        document.GetProperty("info").GetProperty("version").GetString().ShouldNotBeNullOrWhiteSpace();
        var references = References(document).Distinct().ToList();
        references.ShouldNotBeEmpty();
        foreach (var reference in references)
        {
            reference.ShouldStartWith("#/");
            reference[2..].Split('/').Select(part => part.Replace("~1", "/").Replace("~0", "~"))
                .Aggregate((JsonElement?)document, (place, part) => place is { ValueKind: JsonValueKind.Object } at && at.TryGetProperty(part, out var next) ? next : null)
                .ShouldNotBeNull(reference);
        }
    }

    private async Task<JsonElement> Document() => await fixture.Http.GetFromJsonAsync<JsonElement>("/openapi/v1.json", Token);

    private static IEnumerable<(string Path, JsonElement Operation)> Operations(JsonElement document) =>
        from path in document.GetProperty("paths").EnumerateObject()
        from operation in path.Value.EnumerateObject()
        where Methods.Contains(operation.Name)
        select (path.Name, operation.Value);

    private static IEnumerable<string> References(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Array => element.EnumerateArray().SelectMany(References),
        JsonValueKind.Object => element.EnumerateObject().SelectMany(property =>
            property is { Name: "$ref", Value.ValueKind: JsonValueKind.String } ? [property.Value.GetString()!] : References(property.Value)),
        _ => [],
    };

    [GeneratedRegex(@"\{(\w+)")]
    private static partial Regex PathParameter();
}
