using System.Text.Json;
using Samantha.Ops.Tests.Prometheus;
using Samantha.Ops.Tests.Testing;

namespace Samantha.Ops.Tests.Grafana;

public sealed class DashboardTests(ObservedService service)
{
    private static readonly JsonElement Board = JsonDocument.Parse(Repository.Read("ops/grafana/samantha.json")).RootElement;

    private static readonly IReadOnlyList<JsonElement> Panels = [.. Board.GetProperty("panels").EnumerateArray().Where(panel => Text(panel, "type") != "row")];

    public static TheoryData<string> Titles => new(Panels.Select(panel => Text(panel, "title")));

    [Theory]
    [MemberData(nameof(Titles))]
    public void Panel_Shows_SeriesThatTheServiceHasAndSaysWhatTheyAre(string title)
    {
        var panel = Panels.Single(panel => Text(panel, "title") == title);

        Text(panel, "description").ShouldNotBeEmpty();
        Text(panel.GetProperty("datasource"), "uid").ShouldBe("${datasource}");
        var queries = panel.GetProperty("targets").EnumerateArray().Select(target => Text(target, "expr")).ToList();
        queries.ShouldNotBeEmpty();
        foreach (var query in queries)
            service.Errors(new Query(query), Alerts.Recorded).ShouldBeEmpty();
    }

    [Fact]
    public void Panels_All_HaveRoomOfTheirOwn()
    {
        var places = Board.GetProperty("panels").EnumerateArray().Select(panel => panel.GetProperty("gridPos"))
            .Select(at => (X: at.GetProperty("x").GetInt32(), Y: at.GetProperty("y").GetInt32(), W: at.GetProperty("w").GetInt32(), H: at.GetProperty("h").GetInt32())).ToList();

        places.ShouldAllBe(place => place.X >= 0 && place.X + place.W <= 24);
        var cells = places.SelectMany(place => from x in Enumerable.Range(place.X, place.W) from y in Enumerable.Range(place.Y, place.H) select (x, y)).ToList();
        cells.Count.ShouldBe(cells.Distinct().Count());
        Board.GetProperty("panels").EnumerateArray().Select(panel => panel.GetProperty("id").GetInt32()).ShouldBeUnique();
    }

    [Fact]
    public void VariablesAndAnnotations_Read_SeriesThatTheServiceHas()
    {
        var variables = Board.GetProperty("templating").GetProperty("list").EnumerateArray().Where(variable => Text(variable, "type") == "query")
            .Select(variable => Text(variable.GetProperty("query"), "query").Replace("label_values(", "(", StringComparison.Ordinal).Replace(", instance)", ")", StringComparison.Ordinal));
        var annotations = Board.GetProperty("annotations").GetProperty("list").EnumerateArray().Select(annotation => Text(annotation, "expr"));

        foreach (var query in variables.Concat(annotations))
            service.Errors(new Query(query), Alerts.Recorded).ShouldBeEmpty();
    }

    [Fact]
    public void Rows_OfTheBoard_CoverWhatOperatorsAskFor() =>
        Board.GetProperty("panels").EnumerateArray().Where(panel => Text(panel, "type") == "row").Select(row => Text(row, "title"))
            .ShouldBe(["Now", "Traffic", "Latency", "Queue and engine", "Versions and rollout", "Learning", "Storage", "Silos"]);

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;
}
