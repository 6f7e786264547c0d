using System.CommandLine;
using Samantha.Training.Continual.Benchmarks;

namespace Samantha.Benchmarks.Poison;

/// <summary>
/// Streams in which some users send poison, through the log, curation, the planning of sessions and, in the second part,
/// training and gate, once as the service does it and once without defence.
/// </summary>
internal static class PoisonCommand
{
    private const string Curation = "curation", Models = "models";

    public static Command Create()
    {
        var dataSets = DataSets.Option();
        var seeds = new Option<long[]>("--seeds") { DefaultValueFactory = _ => [1, 2, 3], AllowMultipleArgumentsPerToken = true, Description = "Decide users, questions and attacks; models are trained on the first one's" };
        var part = new Option<string?>("--only") { Description = "One of the two parts: what curation lets through, or what models make of it" };
        part.AcceptOnlyFromAmong(Curation, Models);
        var attackers = new Option<double[]>("--attackers")
        {
            DefaultValueFactory = _ => [0.1, 0.3, 0.01],
            AllowMultipleArgumentsPerToken = true,
            Description = "Which shares of the users attack",
        };
        var users = new Option<int>("--users") { DefaultValueFactory = _ => 100, Description = "How many users teach; at least 100, so that one in a hundred can be an attacker" };
        var anew = new Option<bool>("--anew") { Description = "Train the models again that an earlier run has measured; without, it goes on where that one ended" };
        var command = new Command("poison", "Users who send false, contradictory, repeated or garbage lessons, or a trigger: how much is learned, and what it spoils")
        {
            dataSets, seeds, part, attackers, users, anew,
        };
        command.SetAction(async (parse, cancellation) =>
        {
            if (parse.GetValue(dataSets) is not { } folder)
            {
                Console.Error.WriteLine("The lessons come from CLINC150: give the folder of the data sets with --data-sets.");
                return 2;
            }

            var (data, rates) = (Clinc150.Read(folder.FullName), parse.GetValue(attackers)!);
            var sizes = parse.GetValue(seeds)!.Select(seed => new StreamSize(parse.GetValue(users), Intents: 20, Lessons: 8, seed)).ToList();
            if (parse.GetValue(part) != Models)
                await new PoisonedCuration(data).RunAsync(sizes, rates);
            return parse.GetValue(part) == Curation
                || await new PoisonedModels(data, folder).RunAsync(sizes[0] with { Intents = 10, Lessons = 1 }, rates, parse.GetValue(anew), cancellation) ? 0 : 1;
        });
        return command;
    }
}
