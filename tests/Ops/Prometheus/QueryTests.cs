namespace Samantha.Ops.Tests.Prometheus;

public sealed class QueryTests
{
    [Theory]
    [InlineData("up{job=\"a\"} == 0", "up")]
    [InlineData("sum by (le) (rate(x_bucket{a=~\"b|c\",d!=\"e}\"}[5m])) > 2.5e3", "x_bucket")]
    [InlineData("a:b:c5m > 14.4 * 0.001 and on() max(d) == 1 unless (e offset 1m)", "a:b:c5m d e")]
    [InlineData("predict_linear(free[1h], 4 * 3600) < 0", "free")]
    [InlineData("rate(x[$__rate_interval])", "x")]
    public void Selectors_OfAQuery_AreItsSeries(string text, string series) =>
        new Query(text).Selectors.Select(selector => selector.Metric).ShouldBe(series.Split(' '));

    [Fact]
    public void Selector_WithLabels_HasThem()
    {
        var query = new Query("sum by (x, y) (m{a=\"b\",c!~\"d|e\"})");

        query.Selectors.Single().Labels.ShouldBe([("a", "=", "b"), ("c", "!~", "d|e")]);
        query.Grouping.ShouldBe(["x", "y"]);
    }
}
