using System.CommandLine;
using System.Diagnostics;
using Samantha.Training.Evaluation;

namespace Samantha.Benchmarks.Services;

/// <summary>
/// Corrections come at random while users talk. Of each: how long until every worker serves a version that answers it rightly.
/// At the end all are asked again, as taught and in other words, and what it cost the rest is measured on held-out dialogues.
/// </summary>
internal static class CorrectionsCommand
{
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LastWait = TimeSpan.FromMinutes(5);

    public static Command Create()
    {
        var corrections = new Option<int>("--corrections") { DefaultValueFactory = _ => 100, Description = "How many, at most 100" };
        var minutes = new Option<double>("--minutes") { DefaultValueFactory = _ => 60, Description = "How long the stream is; the last correction comes at four fifths of it" };
        var users = new Option<int>("--users") { DefaultValueFactory = _ => 8, Description = "How many users talk meanwhile" };
        var seed = new Option<int>("--seed") { DefaultValueFactory = _ => 1, Description = "Decides which corrections come, and when" };
        var dataSets = DataSets.Option();
        var command = new Command("corrections", "From correction to service while users talk, and what is still known at the end") { corrections, minutes, users, seed, dataSets };
        command.SetAction((parse, cancellation) => RunAsync(
            CorrectionStream.Draw(parse.GetValue(corrections), parse.GetValue(seed)), TimeSpan.FromMinutes(parse.GetValue(minutes)),
            parse.GetValue(users), parse.GetValue(seed), parse.GetValue(dataSets), cancellation));
        return command;
    }

    private static async Task<int> RunAsync(IReadOnlyList<Lesson> lessons, TimeSpan length, int users, int seed, DirectoryInfo? dataSets, CancellationToken cancellation)
    {
        using var scratch = Checkout.NewScratch("corrections");
        await using var silo = new SiloProcess(scratch.Folder);
        await silo.StartAsync(cancellation);
        using var service = new ServiceClient(silo.Url);
        var root = await service.ServingAsync(cancellation);
        var stream = lessons.Zip(Arrivals(lessons.Count, length * 0.8, seed), (lesson, at) => new Correction(lesson, at)).ToList();
        var clock = Stopwatch.StartNew();
        await using var talking = new TalkingUsers(service, users);
        var teaching = Task.WhenAll(stream.Select((correction, i) => TeachAsync(service, correction, i, clock, cancellation)));
        var serving = root;
        while (!cancellation.IsCancellationRequested)
        {
            var version = await EverywhereAsync(service, cancellation);
            if (version is not null && version != serving)
            {
                serving = version;
                var at = clock.Elapsed;
                await AskAsync(service, stream.Where(correction => correction.Taught is not null && correction.Served is null), version, at, cancellation);
                Console.WriteLine($"  {at.TotalSeconds,6:0} s  {version}: {stream.Count(correction => correction.Served is not null)} of {stream.Count(correction => correction.Taught is not null)} corrections served");
            }

            var late = clock.Elapsed - length;
            if (late >= TimeSpan.Zero && teaching.IsCompleted && (late >= LastWait || stream.All(correction => correction.Served is not null)))
                break;
            await Task.Delay(Glance, cancellation);
        }

        await teaching;
        await talking.DisposeAsync();
        foreach (var (i, correction) in stream.Index())
        {
            correction.Exact = correction.Lesson.IsIn((await service.SayAsync($"student{i}", correction.Lesson.Question, cancellation)).Text);
            correction.Paraphrased = correction.Lesson.IsIn((await service.SayAsync($"stranger{i}", correction.Lesson.Paraphrase, cancellation)).Text);
        }

        return Report(stream, talking, length, root, serving, dataSets, scratch.Folder);
    }

    private static int Report(List<Correction> stream, TalkingUsers talking, TimeSpan length, string root, string last, DirectoryInfo? dataSets, string data)
    {
        // What was never served took longer than the run.
        var seconds = stream.Select(correction => (correction.Served - correction.Taught)?.TotalSeconds ?? double.PositiveInfinity).Order().ToList();
        double? before = dataSets is null ? null : DataSets.BitsPerByte(dataSets, Path.Combine(data, "models", root));
        double? after = dataSets is null ? null : DataSets.BitsPerByte(dataSets, Path.Combine(data, "models", last));
        var exact = stream.Count(correction => correction.Exact);
        RawFigures.Write("corrections", new
        {
            minutes = length.TotalMinutes,
            talking.Replies,
            talking.Failures,
            bitsPerByteBefore = before,
            bitsPerByteAfter = after,
            corrections = stream.Select(correction => new
            {
                correction.Lesson.Question,
                taught = correction.Taught?.TotalSeconds,
                served = correction.Served?.TotalSeconds,
                correction.Version,
                correction.Exact,
                correction.Paraphrased,
            }),
        });
        ResultsTable.Append(Path.Combine(Checkout.Results, "corrections.md"), "From correction to service",
            ("corrections", $"{stream.Count}"), ("minutes", $"{length.TotalMinutes:0.#}"), ("replies meanwhile", $"{talking.Replies}"), ("failed", $"{talking.Failures}"),
            ("seconds p50", Text(Quantile(seconds, 0.5))), ("p95", Text(Quantile(seconds, 0.95))), ("longest", Text(seconds[^1])),
            ("answered at the end", $"{exact}/{stream.Count}"), ("in other words", $"{stream.Count(correction => correction.Paraphrased)}/{stream.Count}"),
            ("held-out bits/byte before", before is null ? "no data sets" : $"{before:0.0000}"),
            ("after", after is null ? "no data sets" : $"{after:0.0000} ({(after / before - 1) * 100:+0.00;-0.00} %)"));
        return Quantile(seconds, 0.95) <= 30 && exact >= 0.95 * stream.Count && talking.Failures == 0 && !(after > before * 1.01) ? 0 : 1;
    }

    private static async Task TeachAsync(ServiceClient service, Correction correction, int number, Stopwatch clock, CancellationToken cancellation)
    {
        await Task.Delay(correction.At, cancellation);
        var turn = await service.SayAsync($"teacher{number}", correction.Lesson.Question, cancellation);
        await service.CorrectAsync($"teacher{number}", turn.TurnId, correction.Lesson.Answer, cancellation);
        correction.Taught = clock.Elapsed;
    }

    private static async Task AskAsync(ServiceClient service, IEnumerable<Correction> open, string version, TimeSpan at, CancellationToken cancellation)
    {
        foreach (var correction in open.ToList())
        {
            var reply = await service.SayAsync($"asker-{Guid.NewGuid():n}", correction.Lesson.Question, cancellation);
            if (reply.Model == version && correction.Lesson.IsIn(reply.Text))
                (correction.Served, correction.Version) = (at, version);
        }
    }

    /// <summary>The version that all workers serve, or null while they differ.</summary>
    private static async Task<string?> EverywhereAsync(ServiceClient service, CancellationToken cancellation)
    {
        var cluster = await service.GetAsync("api/cluster", cancellation);
        var versions = cluster.GetProperty("workers").EnumerateArray().Select(worker => worker.GetProperty("version").GetString()).Distinct().ToList();
        var stage = cluster.GetProperty("rollout").GetProperty("stage").GetString();
        return versions is [{ } version] && stage is not ("canary" or "waves" or "rollingBack") ? version : null;
    }

    // A Poisson process given how many come: moments drawn evenly, in order.
    private static IEnumerable<TimeSpan> Arrivals(int count, TimeSpan length, int seed)
    {
        var random = new Random(seed);
        return Enumerable.Range(0, count).Select(_ => random.NextDouble()).Order().Select(share => length * share).ToList();
    }

    private static double Quantile(List<double> sorted, double share) => sorted[(int)Math.Ceiling(share * sorted.Count) - 1];

    private static string Text(double seconds) => double.IsFinite(seconds) ? $"{seconds:0.0}" : "never";

    private sealed class Correction(Lesson lesson, TimeSpan at)
    {
        public Lesson Lesson => lesson;

        /// <summary>When its user asks and corrects.</summary>
        public TimeSpan At => at;

        /// <summary>When it was given.</summary>
        public TimeSpan? Taught { get; set; }

        /// <summary>When all workers were seen to serve the version that answers it.</summary>
        public TimeSpan? Served { get; set; }

        public string? Version { get; set; }

        public bool Exact { get; set; }

        public bool Paraphrased { get; set; }
    }
}
