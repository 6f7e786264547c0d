using System.CommandLine;
using System.Diagnostics;
using Samantha.Training.Evaluation;

namespace Samantha.Benchmarks.Services;

/// <summary>
/// How long first tokens take while a session trains, against the same users without; and how fast a session trains beside
/// them, against alone. By turns in one run, so that the machine is the same to all.
/// </summary>
internal static class ServeFirstCommand
{
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(50);
    private const int LessonsOfSession = 8;

    private static readonly TimeSpan LongestSession = TimeSpan.FromMinutes(5);

    public static Command Create()
    {
        var rounds = new Option<int>("--rounds") { DefaultValueFactory = _ => 8, Description = "How often, at most 12, talk, talk beside training, and training alone take turns" };
        var seconds = new Option<int>("--seconds") { DefaultValueFactory = _ => 20, Description = "How long users talk without training in each round" };
        var users = new Option<int>("--users") { DefaultValueFactory = _ => 8, Description = "How many users talk" };
        var command = new Command("servefirst", "First tokens with and without training, and training with and without talk") { rounds, seconds, users };
        command.SetAction((parse, cancellation) => RunAsync(Math.Min(12, parse.GetValue(rounds)), TimeSpan.FromSeconds(parse.GetValue(seconds)), parse.GetValue(users), cancellation));
        return command;
    }

    private static async Task<int> RunAsync(int rounds, TimeSpan talk, int users, CancellationToken cancellation)
    {
        using var scratch = Checkout.NewScratch("servefirst");
        await using var silo = new SiloProcess(scratch.Folder);
        await silo.StartAsync(cancellation);
        using var service = new ServiceClient(silo.Url);
        var lessons = new Queue<Lesson>([.. CorrectionStream.Draw(100, seed: 2), .. CorrectionStream.DrawLater(100, seed: 2)]);
        // The first session measures the line's root as well; it does not count.
        await TrainAsync(service, lessons, cancellation);
        List<TimeSpan> without = [], with = [];
        TrainingPace alone = default, beside = default;
        for (var round = 0; round < rounds; round++)
        {
            await using (var talking = new TalkingUsers(service, users, $"round{round}-"))
            {
                await Task.Delay(talk, cancellation);
                var began = Stopwatch.GetTimestamp();
                var session = await TrainAsync(service, lessons, cancellation);
                beside += session;
                without.AddRange(talking.FirstTokens.Where(token => token.At < began).Select(token => token.Took));
                with.AddRange(talking.FirstTokens.Where(token => token.At >= session.From && token.At < session.To).Select(token => token.Took));
            }

            alone += await TrainAsync(service, lessons, cancellation);
            Console.WriteLine($"  round {round + 1}: {without.Count} and {with.Count} first tokens; {alone.StepsPerSecond:0.00} steps/s alone, {beside.StepsPerSecond:0.00} beside talk");
        }

        var (p99Without, p99With) = (Quantile(without, 0.99), Quantile(with, 0.99));
        var (ratio, speed) = (p99With / p99Without, beside.StepsPerSecond / alone.StepsPerSecond);
        RawFigures.Write("servefirst", new
        {
            rounds,
            users,
            firstTokens = new { without = without.Count, with = with.Count },
            // A point for each hundredth: tens of thousands of tokens are no file to keep.
            millisecondsWithout = Hundredths(without),
            millisecondsWith = Hundredths(with),
            stepsPerSecondAlone = alone.StepsPerSecond,
            stepsPerSecondBeside = beside.StepsPerSecond,
        });
        ResultsTable.Append(Path.Combine(Checkout.Results, "servefirst.md"), "Serve first",
            ("users", $"{users}"), ("first token p50", $"{Quantile(without, 0.5).TotalMilliseconds:0.0} ms"), ("p99", $"{p99Without.TotalMilliseconds:0.0} ms"),
            ("p50 while training", $"{Quantile(with, 0.5).TotalMilliseconds:0.0} ms"), ("p99 while training", $"{p99With.TotalMilliseconds:0.0} ms"), ("ratio", $"{ratio:0.00}"),
            ("steps/s alone", $"{alone.StepsPerSecond:0.00}"), ("beside talk", $"{beside.StepsPerSecond:0.00}"), ("kept", $"{speed:P0}"));
        return ratio <= 1.25 && speed >= 0.7 ? 0 : 1;
    }

    /// <summary>Gives corrections, enough that a session has something to compute, and follows it to the end.</summary>
    private static async Task<TrainingPace> TrainAsync(ServiceClient service, Queue<Lesson> lessons, CancellationToken cancellation)
    {
        var asked = new List<(string User, string Turn, Lesson Lesson)>();
        for (var i = 0; i < LessonsOfSession; i++)
        {
            var (user, lesson) = ($"teacher{lessons.Count}", lessons.Dequeue());
            asked.Add((user, (await service.SayAsync(user, lesson.Question, cancellation)).TurnId, lesson));
        }

        await Task.WhenAll(asked.Select(turn => service.CorrectAsync(turn.User, turn.Turn, turn.Lesson.Answer, cancellation)));
        long from = 0, to = 0, first = 0, last = 0;
        int firstStep = 0, lastStep = 0;
        for (var watch = Stopwatch.StartNew(); watch.Elapsed < LongestSession; await Task.Delay(Glance, cancellation))
        {
            var status = await service.GetAsync("api/training", cancellation);
            var now = Stopwatch.GetTimestamp();
            var phase = status.GetProperty("phase").GetString();
            if (phase is "training" or "evaluating")
            {
                (from, to) = (from == 0 ? now : from, now);
                var step = status.GetProperty("step").GetInt32();
                if (phase == "training" && step > lastStep)
                    (first, firstStep, last, lastStep) = (first == 0 ? now : first, first == 0 ? step : firstStep, now, step);
            }
            else if (phase == "idle" && from != 0 && status.GetProperty("waitingLessons").GetInt32() == 0)
            {
                return new TrainingPace(lastStep - firstStep, Stopwatch.GetElapsedTime(first, last), from, to);
            }
        }

        throw new TimeoutException("A session did not end within five minutes. See /api/training/sessions for why.");
    }

    private static IEnumerable<double> Hundredths(List<TimeSpan> times) =>
        Enumerable.Range(1, 100).Select(hundredth => Math.Round(Quantile(times, hundredth / 100.0).TotalMilliseconds, 3));

    private static TimeSpan Quantile(List<TimeSpan> times, double share)
    {
        if (times.Count == 0)
            throw new InvalidOperationException("No first token came while a session trained. Let more users talk.");
        var sorted = times.Order().ToList();
        return sorted[(int)Math.Ceiling(share * sorted.Count) - 1];
    }

    /// <param name="Steps">Steps between the first and the last that were seen.</param>
    /// <param name="Time">How long they took.</param>
    /// <param name="From">When the session was first seen to compute, in <see cref="Stopwatch"/>'s ticks.</param>
    /// <param name="To">When it was last seen to.</param>
    private readonly record struct TrainingPace(int Steps, TimeSpan Time, long From, long To)
    {
        public double StepsPerSecond => Steps / Time.TotalSeconds;

        public static TrainingPace operator +(TrainingPace one, TrainingPace other) => new(one.Steps + other.Steps, one.Time + other.Time, other.From, other.To);
    }
}
