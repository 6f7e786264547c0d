using System.CommandLine;
using Microsoft.Extensions.DependencyInjection;
using Orleans;
using Samantha.Benchmarks.Turns;
using Samantha.Contracts.Conversations;
using Samantha.Contracts.Models;
using Samantha.Contracts.Training;
using Samantha.Grains.Conversations;
using Samantha.Grains.Models;
using Samantha.Modeling.Emotions;
using Samantha.Training.Evaluation;

namespace Samantha.Benchmarks.Poison;

/// <summary>
/// Ten thousand turns over HTTP, with real appraisals of what users feel and none of their judgements, on a service that would
/// learn at once if there were a lesson: nothing may be learned. The engine is a script, so that it takes minutes.
/// </summary>
internal static class OwnWordsCommand
{
    public static Command Create()
    {
        var turns = new Option<int>("--turns") { DefaultValueFactory = _ => 10_000, Description = "How many turns are said" };
        var callers = new Option<int>("--callers") { DefaultValueFactory = _ => 50, Description = "How many users talk" };
        var command = new Command("ownwords", "Turns without a judgement: no version is made, and the weights that serve stay as they are") { turns, callers };
        command.SetAction((parse, cancellation) => RunAsync(parse.GetValue(turns), parse.GetValue(callers), cancellation));
        return command;
    }

    private static async Task<int> RunAsync(int turns, int callers, CancellationToken cancellation)
    {
        using var scratch = Checkout.NewScratch("ownwords");
        var classifier = new ClassifierAppraiser(EmotionClassifier.Load(Path.Combine(Checkout.Root, "models", "samantha-base", "emotions")));
        await using var service = await ScriptedService.StartAsync(scratch.Folder, new RememberedAppraiser(classifier), cancellation, learns: true);
        var grains = service.Services.GetRequiredService<IGrainFactory>();
        var before = await WeightsAsync(service.Services, cancellation);
        using (var caller = new TurnCaller(service.Address))
            await SayAsync(caller, turns, callers, cancellation);

        // The trainer reads on to the end of the log; one that had found a lesson would have a session by then.
        var trainer = grains.GetGrain<ITrainerGrain>(IModelRegistryGrain.DefaultKey);
        await trainer.Notify();
        TrainingStatus status;
        while ((status = await trainer.Status()).LogPosition < turns)
            await Task.Delay(250, cancellation);
        var after = await WeightsAsync(service.Services, cancellation);
        var sessions = (await trainer.Sessions()).Count;
        var control = await JudgeAsync(grains, trainer, cancellation);

        ResultsTable.Append(
            Path.Combine(Checkout.Results, "ownwords.md"), "Turns without a judgement",
            ("turns", $"{turns}"), ("read by the trainer", $"{status.LogPosition}"), ("users", $"{callers}"), ("lessons", $"{status.WaitingLessons + status.LearnedLessons}"),
            ("sessions", $"{sessions}"), ("versions before", $"{before.Count}"), ("after", $"{after.Count}"), ("weights served", before.Serving == after.Serving ? "the same" : "others"),
            ("then one judgement", control ? "begins a session" : "begins none"));
        return control && (before.Count, before.Serving, sessions, status.WaitingLessons) == (after.Count, after.Serving, 0, 0) ? 0 : 1;
    }

    // What shows that nothing was learned shows little of a trainer that learns nothing ever.
    private static async Task<bool> JudgeAsync(IGrainFactory grains, ITrainerGrain trainer, CancellationToken cancellation)
    {
        await grains.GetGrain<IConversationGrain>("user0").Teach("When does the harbour library open?", "The harbour library opens at nine every morning.");
        for (var i = 0; i < 240; i++)
        {
            if ((await trainer.Sessions()).Count > 0)
                return true;
            await Task.Delay(250, cancellation);
        }

        return false;
    }

    private static async Task SayAsync(TurnCaller caller, int turns, int callers, CancellationToken cancellation)
    {
        var said = 0;
        await Task.WhenAll(Enumerable.Range(0, callers).Select(user => Task.Run(async () =>
        {
            while (Interlocked.Increment(ref said) is var number && number <= turns)
            {
                await caller.SayAsync($"user{user}", Sayings.All[(number + user) % Sayings.All.Count], cancellation);
                if (number % (turns / 4) == 0)
                    Console.WriteLine($"  {number:n0} turns");
            }
        }, cancellation)));
    }

    // The digest of the weights as they lie on the disk, not as the version's name says.
    private static async Task<(int Count, string Serving)> WeightsAsync(IServiceProvider services, CancellationToken cancellation)
    {
        var registry = services.GetRequiredService<IGrainFactory>().GetGrain<IModelRegistryGrain>(IModelRegistryGrain.DefaultKey);
        var store = services.GetRequiredService<IModelStore>();
        var serving = (await registry.Current())!;
        return ((await registry.List()).Count, serving + await store.DigestOf(await store.Locate(serving, cancellation), cancellation));
    }
}
