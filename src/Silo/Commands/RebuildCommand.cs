using System.CommandLine;
using Microsoft.Extensions.Options;
using Samantha.Contracts.Problems;
using Samantha.Grains.Hosting;
using Samantha.Grains.Interactions;
using Samantha.Grains.Models;
using Samantha.Grains.Training;
using Samantha.Inference;
using Samantha.Modeling.Checkpoints;
using Samantha.Silo.Hosting;
using Samantha.Silo.Storage;

namespace Samantha.Silo.Commands;

/// <summary><c>rebuild</c>: makes a version again from its lineage, and compares the bytes.</summary>
internal static class RebuildCommand
{
    private const int Same = 0, Failed = 1, Different = 2, Stopped = 130;

    public static Command Create()
    {
        var version = new Argument<string>("VERSION") { Description = "The version's id." };
        var data = new Option<string?>("--data") { Description = "The service's data folder; ./data by default. The service may run meanwhile." };
        var profile = new Option<string?>("--profile") { Description = "How the service stores: embedded or cluster." };
        var to = new Option<DirectoryInfo?>("--to") { Description = "Where the model goes; a folder that does not exist yet. Without, it is compared and not kept." };
        var fromBase = new Option<bool>("--from-base") { Description = "Make all of its line again, from the imported model." };
        var command = new Command("rebuild", "Make the bytes of a version again from an ancestor and the log, and compare them. Stopped or killed, it goes on where it was.")
        {
            version, data, profile, to, fromBase,
        };
        command.SetAction((parse, cancellationToken) => RunAsync(
            parse.GetValue(version)!,
            new Dictionary<string, string?>
            {
                [nameof(ServiceSettings.Data)] = parse.GetValue(data),
                [nameof(ServiceSettings.Profile)] = parse.GetValue(profile),
            },
            parse.GetValue(to)?.FullName,
            parse.GetValue(fromBase),
            Console.Out,
            Console.Error,
            cancellationToken));
        return command;
    }

    /// <returns>The process's exit code: 0 for the same bytes, 2 for others.</returns>
    internal static async Task<int> RunAsync(
        string version, IReadOnlyDictionary<string, string?> commandLine, string? to, bool fromBase, TextWriter output, TextWriter errors, CancellationToken cancellationToken)
    {
        try
        {
            var (settings, _) = ServiceHost.Configure(commandLine);
            SettingsCheck.Check(settings);
            if (to is not null && Path.Exists(to))
                throw new StartupException($"'{to}' exists already. Name a folder that does not.");
            if (settings.Profile == ServiceSettings.EmbeddedProfile && !File.Exists(Path.Combine(settings.Data, "samantha.db")))
                throw new StartupException($"'{settings.Data}' holds no service's data. Name its folder with --data.");
            // As the service does: another number of threads adds in another order.
            TorchThreads.Use(1);
            await using var storage = Storage(settings);
            var rebuilder = new VersionRebuilder(
                storage.GetRequiredService<IInteractionLog>(),
                storage.GetRequiredService<IModelStore>(),
                new LessonCandidateTrainer(new Undisturbed(), Options.Create(new SamanthaOptions()), TimeProvider.System),
                Provenance.Here);
            var work = Path.Combine(settings.Data, "rebuild");
            var rebuilt = await rebuilder.Run(version, fromBase, work, output.WriteLine, new StepLines(output).Report, cancellationToken);
            if (rebuilt.Differing.Count > 0)
            {
                errors.WriteLine($"{rebuilt.Manifest.Id} came out otherwise: {string.Join(", ", rebuilt.Differing)} differ. It lies in {rebuilt.Folder}.");
                return Different;
            }

            if (to is not null)
                AtomicFolder.Create(to, folder => Copy(rebuilt.Folder, folder));
            Directory.Delete(work, recursive: true);
            output.WriteLine($"{version}: the same bytes{(to is null ? "" : $", in {to}")}.");
            return Same;
        }
        catch (OperationCanceledException)
        {
            errors.WriteLine("Stopped; the same command goes on.");
            return Stopped;
        }
        catch (Exception failure) when (failure is StartupException or SamanthaException or CheckpointException or IOException or UnauthorizedAccessException or FormatException)
        {
            errors.WriteLine(failure.Message);
            return Failed;
        }
    }

    private static ServiceProvider Storage(ServiceSettings settings)
    {
        var services = new ServiceCollection().AddLogging().AddSingleton(TimeProvider.System);
        if (settings.Profile == ServiceSettings.ClusterProfile)
            services.AddClusterStorage(settings.Storage);
        else
            services.AddEmbeddedStorage(settings.Data);
        return services.BuildServiceProvider();
    }

    private static void Copy(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from))
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
    }

    // Here nobody is served.
    private sealed class Undisturbed : IComputePriority
    {
        public ServingPressure Pressure => default;
    }

    /// <summary>A line now and then, that reads well in a log too.</summary>
    private sealed class StepLines(TextWriter output)
    {
        private const int Interval = 10;

        public void Report(TrainingProgress progress)
        {
            if (progress.Point is not { } point)
                output.WriteLine("  comparing with its parent");
            else if (progress.Step % Interval == 0)
                output.WriteLine(FormattableString.Invariant($"  step {progress.Step} of at most {progress.Steps}, loss {point.Loss:0.000}"));
        }
    }
}
