using Samantha.Ops.Tests.Testing;

namespace Samantha.Ops.Tests.Prometheus;

public sealed class AlertTests(ObservedService service)
{
    public static TheoryData<string> Expressions => new(Alerts.Rules.Select(rule => rule.Text("expr")));

    public static TheoryData<string> Names => new(Alerts.All.Select(alert => alert.Text("alert")));

    [Theory]
    [MemberData(nameof(Expressions))]
    public void Rule_Reads_SeriesThatTheServiceShows(string expression) =>
        service.Errors(new Query(expression), Alerts.Recorded).ShouldBeEmpty();

    [Fact]
    public void AdapterRule_Reads_SeriesThatTheServiceShows()
    {
        var rule = Yaml.Read("ops/prometheus/adapter-rules.yml").At("rules", 0);
        var query = rule.Text("metricsQuery").Replace("<<.GroupBy>>", "pod", StringComparison.Ordinal).Replace("<<.LabelMatchers>>", "", StringComparison.Ordinal);

        service.Errors(new Query(query), Alerts.Recorded).ShouldBeEmpty();
        service.Errors(new Query(rule.Text("seriesQuery")), Alerts.Recorded).ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Alert_Always_SaysHowBadItIsAndWhatToDo(string name)
    {
        var alert = Alerts.All.Single(alert => alert.Text("alert") == name);

        alert.Text("labels", "severity").ShouldBeOneOf("critical", "warning");
        alert.Text("annotations", "summary").ShouldEndWith(".");
        alert.Text("annotations", "runbook_url").ShouldBe($"ops/RUNBOOK.md#{name.ToLowerInvariant()}");
    }

    [Fact]
    public void MemoryAlert_Limit_IsThatOfThePods() =>
        Alerts.All.Single(alert => alert.Text("alert") == "SamanthaMemoryNearLimit").Text("expr")
            .ShouldContain($"{Kubernetes.Manifests.Silo.Resources.Limits["memory"].ToInt64() / (1L << 30)} * 1024 ^ 3");

    [Fact]
    public async Task Rules_ByPrometheusItself_AreInOrderAndPassTheirTests()
    {
        var promtool = Tool.Find("promtool", Repository.PathOf("artifacts/promtool"));

        foreach (var (what, file) in new[] { ("check", Alerts.File), ("test", "ops/prometheus/alerts.test.yml") })
        {
            var (succeeded, said) = await promtool.Run(what, "rules", Repository.PathOf(file));
            succeeded.ShouldBeTrue(said);
        }
    }
}
