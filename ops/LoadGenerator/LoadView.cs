using System.Globalization;
using Spectre.Console;

namespace Samantha.LoadGenerator;

/// <summary>Shows a run while it lasts: a table that is redrawn on a terminal, a line now and then elsewhere.</summary>
internal static class LoadView
{
    private static readonly TimeSpan Frame = TimeSpan.FromMilliseconds(500), Line = TimeSpan.FromSeconds(5);

    /// <summary>Shows the meter until the run ends.</summary>
    public static async Task FollowAsync(IAnsiConsole console, LoadMeter meter, Func<TimeSpan> elapsed, TimeSpan length, Task run)
    {
        if (!console.Profile.Capabilities.Interactive)
        {
            while (await Task.WhenAny(run, Task.Delay(Line)).ConfigureAwait(false) != run)
                console.WriteLine(string.Join("  ", Cells(meter, elapsed(), length).Select(cell => $"{cell.Name} {cell.Value}")));
            return;
        }

        await console.Live(Table(meter, elapsed(), length)).AutoClear(true).StartAsync(async live =>
        {
            while (await Task.WhenAny(run, Task.Delay(Frame)).ConfigureAwait(false) != run)
                live.UpdateTarget(Table(meter, elapsed(), length));
        }).ConfigureAwait(false);
    }

    /// <summary>The table at the end.</summary>
    public static void Show(IAnsiConsole console, LoadReport report)
    {
        var table = new Table().AddColumns("", "").HideHeaders();
        (string Name, string Value)[] rows =
        [
            ("turns", $"{report.Turns:n0} in {report.Seconds:0} s, {report.TurnsPerSecond:0.0} a second"),
            ("failed after retries", Count(report.Failed)),
            ("sent again", $"{report.Retries:n0}"),
            ("broken off", $"{report.Cut:n0}"),
            ("lost", Count(report.Lost)),
            ("duplicated", Count(report.Duplicated)),
            ("reordered", Count(report.Reordered)),
            ("changed", Count(report.Changed)),
            ("wrong version", Count(report.WrongVersion)),
            ("never sent", Count(report.Unknown)),
            ("first token, ms", Quantiles(report.FirstTokenMilliseconds)),
            ("whole turn, ms", Quantiles(report.TurnMilliseconds)),
            .. report.Versions.Select(version => ($"turns of {version.Key}", $"{version.Value:n0}")),
            .. report.Failures.Select(failure => ($"failed: {failure.Key}", $"{failure.Value:n0}")),
        ];
        foreach (var (name, value) in rows)
            table.AddRow(new Markup(name.EscapeMarkup()), new Markup(value));
        console.Write(table);
    }

    private static string Count(int count) => count == 0 ? "[green]0[/]" : $"[red]{count:n0}[/]";

    private static string Quantiles(Percentiles of) => $"p50 {of.P50:0}, p90 {of.P90:0}, p99 {of.P99:0}, p99.9 {of.P999:0}, max {of.Max:0}";

    private static Table Table(LoadMeter meter, TimeSpan elapsed, TimeSpan length)
    {
        var cells = Cells(meter, elapsed, length).ToList();
        return new Table().AddColumns([.. cells.Select(cell => cell.Name)]).AddRow([.. cells.Select(cell => cell.Value)]);
    }

    private static IEnumerable<(string Name, string Value)> Cells(LoadMeter meter, TimeSpan elapsed, TimeSpan length)
    {
        var (first, whole) = meter.Latencies();
        yield return ("time", string.Create(CultureInfo.InvariantCulture, $"{elapsed.TotalSeconds:0}/{length.TotalSeconds:0} s"));
        yield return ("turns", $"{meter.Turns:n0}");
        yield return ("a second", $"{meter.Turns / Math.Max(0.001, elapsed.TotalSeconds):0.0}");
        yield return ("under way", $"{meter.UnderWay:n0}");
        yield return ("again", $"{meter.Retries:n0}");
        yield return ("failed", $"{meter.Failed:n0}");
        yield return ("first token p50/p99", $"{first.P50:0}/{first.P99:0} ms");
        yield return ("turn p50/p99", $"{whole.P50:0}/{whole.P99:0} ms");
    }
}
