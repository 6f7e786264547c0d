using System.CommandLine;
using System.Diagnostics;
using Samantha.Training.Evaluation;

namespace Samantha.Benchmarks.Services;

/// <summary>
/// Corrections come at random for an hour while users talk. Of each: how long until every worker serves a version that answers
/// it rightly, and whether one still does an hour of stream later, in which as many other corrections come. Those are asked
/// before anyone teaches them, too: to what nobody taught, nobody's answer is right. What it all cost the rest is measured on
/// held-out dialogues.
/// </summary>
/// <remarks>
/// An hour may be compressed: then as many corrections come in less time. What users say without judging it teaches nothing;
/// they talk without pause here, so the turns of a compressed hour are still those of people who think before they speak.
/// </remarks>
internal static class CorrectionsCommand
{
    private static readonly TimeSpan LastWait = TimeSpan.FromMinutes(3);

    public static Command Create()
    {
        var corrections = new Option<int>("--corrections") { DefaultValueFactory = _ => 100, Description = "How many come in an hour, at most 100" };
        var minutes = new Option<double>("--minutes") { DefaultValueFactory = _ => 60, Description = "How long an hour of the stream is; the run takes two" };
        var users = new Option<int>("--users") { DefaultValueFactory = _ => 8, Description = "How many users talk meanwhile" };
        var seed = new Option<int>("--seed") { DefaultValueFactory = _ => 1, Description = "Decides which corrections come, and when" };
        var dataSets = DataSets.Option();
        var command = new Command("corrections", "From correction to service while users talk, and what is still known an hour of stream later") { corrections, minutes, users, seed, dataSets };
        command.SetAction((parse, cancellation) => RunAsync(
            parse.GetValue(corrections), TimeSpan.FromMinutes(parse.GetValue(minutes)), parse.GetValue(users), parse.GetValue(seed), parse.GetValue(dataSets), cancellation));
        return command;
    }

    private static async Task<int> RunAsync(int count, TimeSpan hour, int users, int seed, DirectoryInfo? dataSets, CancellationToken cancellation)
    {
        using var scratch = Checkout.NewScratch("corrections");
        await using var silo = new SiloProcess(scratch.Folder);
        await silo.StartAsync(cancellation);
        using var service = new ServiceClient(silo.Url);
        var root = await service.ServingAsync(cancellation);
        var measured = Stream(CorrectionStream.Draw(count, seed), TimeSpan.Zero, hour, seed);
        var later = Stream(CorrectionStream.DrawLater(count, seed), hour, hour, seed + 1);
        List<Correction> all = [.. measured, .. later];
        Console.WriteLine($"{measured.Count} corrections in {hour.TotalMinutes:0.#} minutes while {users} users talk; then as long again with {later.Count} others:");
        var clock = Stopwatch.StartNew();
        await using var talking = new TalkingUsers(service, users);
        var watch = new CorrectionWatch(service, clock);
        var teaching = Task.WhenAll(all.Select((correction, i) => TeachAsync(service, correction, i, all, clock, cancellation)));
        var asking = Task.WhenAll(measured.Select((correction, i) => AskAgainAsync(service, correction, i, correction.At + hour, clock, cancellation)));
        await watch.RunAsync(
            all,
            () => teaching.IsCompleted && asking.IsCompleted && (clock.Elapsed > (hour * 2) + LastWait || all.All(correction => correction.Served is not null)),
            cancellation);
        await teaching;
        await asking;
        await talking.DisposeAsync();
        return Report(measured, later, watch, talking, hour, root, dataSets, scratch.Folder);
    }

    private static int Report(
        List<Correction> measured, List<Correction> later, CorrectionWatch watch, TalkingUsers talking, TimeSpan hour, string root, DirectoryInfo? dataSets, string data)
    {
        // What was never served took longer than the run.
        var seconds = measured.Select(correction => (correction.Served - correction.Taught)?.TotalSeconds ?? double.PositiveInfinity).Order().ToList();
        double? before = dataSets is null ? null : DataSets.BitsPerByte(dataSets, Path.Combine(data, "models", root));
        // With the measured corrections, and with as many others on top.
        var learned = measured.Where(correction => correction.Served is not null).MaxBy(correction => correction.Served)?.Version;
        double? between = dataSets is null || learned is null ? null : DataSets.BitsPerByte(dataSets, Path.Combine(data, "models", learned));
        double? after = dataSets is null ? null : DataSets.BitsPerByte(dataSets, Path.Combine(data, "models", watch.Serving!));
        var exact = measured.Count(correction => correction.Exact);
        var waits = watch.Waiting.OrderByDescending(wait => wait.Value).ToList();
        Console.WriteLine("  while corrections waited: " + string.Join(", ", waits.Select(wait => $"{wait.Key} {wait.Value / waits.Sum(all => all.Value):P0}")));
        RawFigures.Write("corrections", new
        {
            minutesOfAnHour = hour.TotalMinutes,
            talking.Replies,
            talking.Failures,
            watch.Versions,
            bitsPerByteBefore = before,
            bitsPerByteAfterTheHour = between,
            bitsPerByteAfter = after,
            secondsWaitedByPhase = watch.Waiting,
            corrections = measured.Select(Figures),
            others = later.Select(Figures),
        });
        ResultsTable.Append(Path.Combine(Checkout.Results, "corrections.md"), "From correction to service",
            ("corrections", $"{measured.Count}"), ("an hour is, in minutes", $"{hour.TotalMinutes:0.#}"), ("others in the next", $"{later.Count(correction => correction.Served is not null)}/{later.Count}"),
            ("replies an hour", $"{talking.Replies / 2}"), ("failed", $"{talking.Failures}"), ("versions", $"{watch.Versions}"),
            ("seconds p50", Text(Quantile(seconds, 0.5))), ("p95", Text(Quantile(seconds, 0.95))), ("longest", Text(seconds[^1])),
            ("answered an hour later", $"{exact}/{measured.Count}"), ("in other words", $"{measured.Count(correction => correction.Paraphrased)}/{measured.Count}"),
            ("others given a wrong answer before they were taught", $"{later.Count(correction => correction.Misled)}/{later.Count}"),
            ("held-out bits/byte before", before is null ? "no data sets" : $"{before:0.0000}"),
            ("after the hour", Growth(between, before)),
            ("after the next", Growth(after, before)));
        return Quantile(seconds, 0.95) <= 30 && exact >= 0.95 * measured.Count && talking.Failures == 0 && !(after > before * 1.01) ? 0 : 1;
    }

    private static async Task TeachAsync(ServiceClient service, Correction correction, int number, IReadOnlyList<Correction> all, Stopwatch clock, CancellationToken cancellation)
    {
        await Until(correction.At, clock, cancellation);
        var turn = await service.SayAsync($"teacher{number}", correction.Lesson.Question, cancellation);
        correction.Misled = all.Any(other => other != correction && other.Lesson.IsIn(turn.Text));
        await service.CorrectAsync($"teacher{number}", turn.TurnId, correction.Lesson.Answer, cancellation);
        correction.Taught = clock.Elapsed;
    }

    // By whatever version answers then, as any user would.
    private static async Task AskAgainAsync(ServiceClient service, Correction correction, int number, TimeSpan at, Stopwatch clock, CancellationToken cancellation)
    {
        await Until(at, clock, cancellation);
        correction.Exact = correction.Lesson.IsIn((await service.SayAsync($"student{number}", correction.Lesson.Question, cancellation)).Text);
        correction.Paraphrased = correction.Lesson.IsIn((await service.SayAsync($"stranger{number}", correction.Lesson.Paraphrase, cancellation)).Text);
        correction.AskedAgain = clock.Elapsed;
    }

    private static Task Until(TimeSpan at, Stopwatch clock, CancellationToken cancellation) =>
        Task.Delay(at > clock.Elapsed ? at - clock.Elapsed : TimeSpan.Zero, cancellation);

    private static object Figures(Correction correction) => new
    {
        correction.Lesson.Question,
        taught = correction.Taught?.TotalSeconds,
        served = correction.Served?.TotalSeconds,
        correction.Version,
        askedAgain = correction.AskedAgain?.TotalSeconds,
        correction.Exact,
        correction.Paraphrased,
        correction.Misled,
    };

    // A Poisson process given how many come: moments drawn evenly, in order.
    private static List<Correction> Stream(IReadOnlyList<Lesson> lessons, TimeSpan from, TimeSpan length, int seed)
    {
        var random = new Random(seed);
        var moments = Enumerable.Range(0, lessons.Count).Select(_ => random.NextDouble()).Order().Select(share => from + (length * share));
        return [.. lessons.Zip(moments, (lesson, at) => new Correction(lesson, at))];
    }

    private static double Quantile(List<double> sorted, double share) => sorted[(int)Math.Ceiling(share * sorted.Count) - 1];

    private static string Growth(double? now, double? before) => now is null ? "no data sets" : $"{now:0.0000} ({(now / before - 1) * 100:+0.00;-0.00} %)";

    private static string Text(double seconds) => double.IsFinite(seconds) ? $"{seconds:0.0}" : "never";
}
