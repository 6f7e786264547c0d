using System.CommandLine;
using Samantha.Silo.Cluster;
using Samantha.Silo.Hosting;
using Spectre.Console;

namespace Samantha.Silo.Commands;

/// <summary><c>cluster</c>: several silos on this machine.</summary>
internal static class ClusterCommand
{
    public static Command Create()
    {
        var count = new Argument<int>("N") { Description = "How many silos." };
        var port = new Option<int>("--port") { Description = "Port of the first silo's HTTP; silo i (from 0) has the i-th from here on.", DefaultValueFactory = _ => 5080 };
        var data = new Option<string>("--data") { Description = "Folder that the silos share; cluster.json in it says which run.", DefaultValueFactory = _ => "data" };
        var postgres = new Option<string?>("--postgres") { Description = $"Connection string of the PostgreSQL database to store in; SQLite in the data folder without. {StorageSettings.PostgresVariable} sets it too, unseen by others of this machine." };
        var model = new Option<string?>("--model") { Description = "Hugging Face folder of the model to import; models/samantha-base by default." };
        var restart = new Option<bool>("--restart") { Description = "Start a silo again that has ended, for whatever reason. One that was only away for longer than its lease comes back without." };
        var command = new Command("cluster", "Start several silos on this machine, as one service. Each is a process; kill one and the others go on.") { count, port, data, postgres, model, restart };
        command.SetAction((parse, cancellationToken) => RunAsync(
            new ClusterPlan(
                parse.GetValue(count),
                parse.GetValue(port),
                Path.GetFullPath(parse.GetValue(data)!),
                parse.GetValue(postgres) ?? Environment.GetEnvironmentVariable(StorageSettings.PostgresVariable),
                parse.GetValue(model) is { } folder ? Path.GetFullPath(folder) : null,
                parse.GetValue(restart)),
            AnsiConsole.Console,
            Console.Error,
            cancellationToken));
        return command;
    }

    /// <returns>The process's exit code.</returns>
    internal static async Task<int> RunAsync(ClusterPlan plan, IAnsiConsole console, TextWriter errors, CancellationToken cancellationToken)
    {
        try
        {
            plan.Check();
            var (settings, _) = ServiceHost.Configure(plan.Silos[0].Settings);
            SettingsCheck.Check(settings);
            using var held = DataFolderLock.Share(plan.Data, "cluster");
            console.WriteLine($"{plan.Count} silos at port {plan.Port} and up, in {plan.Data}. Each is a process of its own; {ClusterFile.Name} there says which run.");
            var screen = new ClusterScreen(console, settings.ApiKeys.FirstOrDefault());
            var supervisor = new ClusterSupervisor(plan, TimeProvider.System, screen.Tell);
            var running = supervisor.Run(cancellationToken);
            await screen.Follow(supervisor, running);
            return await running ? 0 : 1;
        }
        catch (StartupException failure)
        {
            errors.WriteLine(failure.Message);
            return 1;
        }
    }
}
