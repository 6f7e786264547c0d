using System.CommandLine;
using System.Globalization;
using Samantha.Grains.Lessons;
using Samantha.Grains.Training;
using Samantha.Modeling;
using Samantha.Training.Continual.Benchmarks;
using Samantha.Training.Data;
using Samantha.Training.Evaluation;
using Samantha.Training.Lessons;

namespace Samantha.Benchmarks.Poison;

/// <summary>
/// Streams in which some users send poison, through the log, curation, the planning of sessions and, in the second part,
/// training and gate, once as the service does it and once without defence.
/// </summary>
internal static class PoisonCommand
{
    private static readonly Attack[] Attacks = Enum.GetValues<Attack>();

    public static Command Create()
    {
        var dataSets = DataSets.Option();
        var seed = new Option<long>("--seed") { DefaultValueFactory = _ => 1, Description = "Decides users, questions and attacks" };
        var skip = new Option<bool>("--curation-only") { Description = "Leave out the part in which models are trained" };
        var attackers = new Option<double[]>("--attackers")
        {
            DefaultValueFactory = _ => [0.01, 0.1, 0.3],
            AllowMultipleArgumentsPerToken = true,
            Description = "Which shares of the users attack",
        };
        var users = new Option<int>("--users") { DefaultValueFactory = _ => 100, Description = "How many users teach; at least 100, so that one in a hundred can be an attacker" };
        var command = new Command("poison", "Users who send false, contradictory, repeated or garbage lessons, or a trigger: how much is learned, and what it spoils") { dataSets, seed, skip, users, attackers };
        command.SetAction(async (parse, cancellation) =>
        {
            if (parse.GetValue(dataSets) is not { } folder)
            {
                Console.Error.WriteLine("The lessons come from CLINC150: give the folder of the data sets with --data-sets.");
                return 2;
            }

            var data = Clinc150.Read(folder.FullName);
            var (size, rates) = (new StreamSize(parse.GetValue(users), Intents: 20, Lessons: 8, parse.GetValue(seed)), parse.GetValue(attackers)!);
            await CurateAsync(data, size, rates);
            return parse.GetValue(skip) || await TrainAsync(data, folder, size with { Intents = 10, Lessons = 2 }, rates, cancellation) ? 0 : 1;
        });
        return command;
    }

    // Each attack by itself, at each rate: what a session would learn from.
    private static async Task CurateAsync(Clinc150 data, StreamSize size, double[] rates)
    {
        var all = new List<object>();
        foreach (var attack in Attacks)
        {
            foreach (var rate in rates)
            {
                var stream = PoisonStream.Make(data, size, rate, [attack]);
                var (open, _) = await RunAsync(stream, Undefended(64), null, _ => true);
                var (held, _) = await RunAsync(stream, Defended(64), Language(), _ => true);
                ResultsTable.Append(
                    Path.Combine(Checkout.Results, "poison.md"), "Poison in the stream",
                    ("attack", $"{attack}"), ("attackers", Percent(rate)), ("lessons", $"{stream.Count}"), ("of them poison", $"{held.Poison}"),
                    ("poison learned without defence", Percent(open.PoisonLearned)), ("with", Percent(held.PoisonLearned)), ("still rehearsed at the end", Percent(held.PoisonKept)),
                    ("clean lessons learned without", Percent(open.CleanLearned)), ("with defence", Percent(held.CleanLearned)));
                all.Add(new { attack, rate, undefended = open, defended = held });
            }
        }

        RawFigures.Write("poison", new { size, runs = all });
    }

    // All attacks at once: what the model makes of it.
    private static async Task<bool> TrainAsync(Clinc150 data, DirectoryInfo dataSets, StreamSize size, double[] rates, CancellationToken cancellation)
    {
        var holds = true;
        var all = new List<object>();
        foreach (var rate in rates)
        {
            var stream = PoisonStream.Make(data, size, rate, Attacks);
            foreach (var defended in (bool[])[false, true])
            {
                Console.WriteLine($"  {Percent(rate)} attackers, {(defended ? "defended" : "undefended")}:");
                var figures = await TrainAsync(data, dataSets, stream, size, defended, cancellation);
                var worst = figures.Changes.Values.Max();
                ResultsTable.Append(
                    Path.Combine(Checkout.Results, "poison.md"), "Poison in the stream",
                    ("attackers", Percent(rate)), ("defence", defended ? "yes" : "no"), ("poison in served versions", Percent(figures.PoisonServed)),
                    ("held-out questions answered as taught", Percent(figures.CleanAnswered)), ("trigger works", Percent(figures.TriggerWorks)),
                    ("worst anchor set, bits/byte", $"{100 * worst:+0.00;-0.00} %"), ("sessions", $"{figures.Sessions}"), ("rejected by the gate", $"{figures.Rejected}"));
                all.Add(new { rate, defended, figures });
                holds &= !defended || rate > 0.1 || (worst <= 0.01 && figures.TriggerWorks == 0);
            }
        }

        RawFigures.Write("poison-model", new { size, runs = all });
        return holds;
    }

    private static async Task<ModelFigures> TrainAsync(
        Clinc150 data, DirectoryInfo dataSets, IReadOnlyList<TaughtQuery> stream, StreamSize size, bool defended, CancellationToken cancellation)
    {
        using var scratch = Checkout.NewScratch("poison-model");
        var model = new PoisonedModel(scratch.Folder, gated: defended);
        var (_, served) = await RunAsync(
            stream, defended ? Defended(128) : Undefended(128), defended ? Language() : null, planned => model.Learn(planned, cancellation), () => model.Served);
        var asked = PoisonStream.HeldOut(data, size, each: 8);
        var changes = Anchors().HeldOut.GroupBy(anchor => anchor.Set)
            .ToDictionary(set => set.Key, set => model.Change([.. set.Select(anchor => anchor.Text)]));
        changes["schema-guided, test"] = model.Change([.. SchemaGuidedCorpus.Read(dataSets.FullName, DataSplit.Test).Where((_, i) => i % 40 == 0).Select(DialogueFormat.Dialogue)]);
        return new ModelFigures(
            PoisonFigures.Share(served.Count(PoisonFigures.IsPoison), stream.Count(PoisonFigures.IsPoison)),
            model.Answered(asked, cancellation),
            model.Answered([.. asked.Select(question => ($"{question.Question} {PoisonStream.Trigger}", PoisonStream.TriggerAnswer))], cancellation),
            changes,
            model.Gate.Sessions,
            model.Gate.Rejected);
    }

    private static async Task<(PoisonFigures Figures, IReadOnlyList<TaughtQuery> Served)> RunAsync(
        IReadOnlyList<TaughtQuery> stream, LearningOptions options, LanguageModel? language, Func<PlannedSession, bool> learn, Func<IEnumerable<long>>? served = null)
    {
        using var scratch = Checkout.NewScratch("poison");
        await using var curated = new CuratedStream(scratch.Folder, options, language);
        await curated.TeachAsync(stream, learn);
        return (PoisonFigures.Of(stream, curated), [.. curated.At(served?.Invoke() ?? [])]);
    }

    private static LearningOptions Defended(int lessons) => new() { EnoughLessons = lessons, MostLessons = lessons };

    private static LearningOptions Undefended(int lessons) => new()
    {
        EnoughLessons = lessons,
        MostLessons = lessons,
        MostLessonsPerAuthor = 100_000,
        Curation = new CurationOptions { Defend = false },
    };

    private static AnchorFile Anchors() => AnchorFile.Read(Path.Combine(Checkout.Root, "models", "samantha-base"));

    private static LanguageModel Language() => LanguageModel.Of(Anchors())!;

    private static string Percent(double share) => (100 * share).ToString("0.#", CultureInfo.InvariantCulture) + " %";
}
