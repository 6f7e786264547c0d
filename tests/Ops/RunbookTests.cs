using System.Text.Json;
using System.Text.RegularExpressions;
using Samantha.Ops.Tests.Prometheus;
using Samantha.Ops.Tests.Testing;

namespace Samantha.Ops.Tests;

public sealed partial class RunbookTests(ObservedService service)
{
    private const string File = "ops/RUNBOOK.md";

    private static readonly string Text = Repository.Read(File);

    /// <summary>The sections' texts by their headings.</summary>
    private static readonly Dictionary<string, string> Sections = Heading().Matches(Text).ToDictionary(
        heading => heading.Groups[1].Value, heading => Text[heading.Index..].Split("\n##", 2)[0]);

    [Fact]
    public void Sections_OnAlerts_AreAsManyAsTheAlertsThereAre() =>
        Sections.Keys.Where(name => name.StartsWith("Samantha", StringComparison.Ordinal)).ShouldBe(Alerts.All.Select(alert => alert.Text("alert")));

    [Fact]
    public void Sections_OnAlerts_SayWhatItMeansWhereToLookAndWhatToDo()
    {
        foreach (var (name, text) in Sections.Where(section => section.Key.StartsWith("Samantha", StringComparison.Ordinal)))
        {
            foreach (var part in (string[])["**Means**", "**Look**", "**Do**"])
                text.ShouldContain(part, customMessage: name);
        }
    }

    [Theory]
    [InlineData("Add a silo")]
    [InlineData("Drain a silo")]
    [InlineData("Rolling upgrade")]
    [InlineData("Roll a version out, hold it, take it back")]
    [InlineData("Restore a backup")]
    [InlineData("Database outage")]
    [InlineData("Disk full")]
    [InlineData("Forget a user")]
    [InlineData("Lost silo")]
    public void Procedures_Include(string procedure) => Sections.ShouldContainKey(procedure);

    [Fact]
    public void Links_All_LeadSomewhere()
    {
        var anchors = Sections.Keys.Select(heading => NoAnchor().Replace(heading.ToLowerInvariant(), "").Replace(' ', '-')).ToHashSet();
        foreach (Match link in Link().Matches(Text))
        {
            var to = link.Groups[1].Value;
            if (to.StartsWith('#'))
                anchors.ShouldContain(to[1..]);
            else
                Path.Exists(Repository.PathOf(Path.Combine("ops", to))).ShouldBeTrue(to);
        }
    }

    [Fact]
    public async Task Requests_All_AreThoseThatTheServiceTakes()
    {
        using var api = JsonDocument.Parse(await service.Http.GetStringAsync("/openapi/v1.json", TestContext.Current.CancellationToken));
        var taken = api.RootElement.GetProperty("paths").EnumerateObject()
            .SelectMany(path => path.Value.EnumerateObject().Select(method => $"{method.Name.ToUpperInvariant()} {Parameter().Replace(path.Name, "*")}")).ToHashSet();

        var asked = Request().Matches(Text).Select(request => $"{(request.Groups[2].Success ? request.Groups[2].Value : "GET")} {Word().Replace(request.Groups[1].Value, "*")}").ToList();
        asked.Count.ShouldBeGreaterThan(10);
        asked.ShouldBeSubsetOf(taken);
    }

    [Fact]
    public void Variables_All_AreReadByTheService() =>
        Variable().Matches(Text).Select(variable => variable.Value).ShouldAllBe(name => SettingNames.IsRead(name));

    [GeneratedRegex("^###? (.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"\]\(([^)]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex("[^a-z0-9 -]")]
    private static partial Regex NoAnchor();

    [GeneratedRegex("ask (/[/A-Za-z-]+)(?: -X ([A-Z]+))?")]
    private static partial Regex Request();

    [GeneratedRegex(@"\{[^}]+\}")]
    private static partial Regex Parameter();

    // What the reader is to put in.
    [GeneratedRegex("[A-Z]+")]
    private static partial Regex Word();

    // A whole name; one that ends in … stands for many.
    [GeneratedRegex(@"SAMANTHA__\w+(?!\w|…)(?<!_)")]
    private static partial Regex Variable();
}
