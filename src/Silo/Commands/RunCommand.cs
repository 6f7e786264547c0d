using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Orleans;
using Samantha.Contracts.Models;
using Samantha.Grains.Conversations;
using Samantha.Modeling.Checkpoints;
using Samantha.Modeling.Tokenization;
using Samantha.Silo.Cluster;
using Samantha.Silo.Hosting;

namespace Samantha.Silo.Commands;

/// <summary><c>run</c>: everything in one process.</summary>
internal static class RunCommand
{
    public static Command Create()
    {
        var port = new Option<int?>("--port") { Description = "Port of HTTP and the page; 5080 by default, 0 for a free one." };
        var data = new Option<string?>("--data") { Description = "Folder of everything that is remembered; ./data by default." };
        var model = new Option<string?>("--model") { Description = "Hugging Face folder of the model to import; models/samantha-base by default." };
        var profile = new Option<string?>("--profile") { Description = "How to store: embedded (SQLite and a folder; the default) or cluster (PostgreSQL and blobs, named by SAMANTHA__Storage__Postgres and SAMANTHA__Storage__Blobs)." };
        var host = new Option<string?>("--host") { Description = "Address to listen on; 127.0.0.1 by default. Beyond loopback only with API keys (SAMANTHA__ApiKeys__0)." };
        var command = new Command("run", "Start everything in one process: silo, engine, trainer, HTTP and the page.") { port, data, model, profile, host };
        command.SetAction((parse, cancellationToken) => RunAsync(
            new Dictionary<string, string?>
            {
                [nameof(ServiceSettings.Port)] = parse.GetValue(port)?.ToString(CultureInfo.InvariantCulture),
                [nameof(ServiceSettings.Data)] = parse.GetValue(data),
                [nameof(ServiceSettings.Model)] = parse.GetValue(model),
                [nameof(ServiceSettings.Profile)] = parse.GetValue(profile),
                [nameof(ServiceSettings.Host)] = parse.GetValue(host),
            },
            Console.Out,
            Console.Error,
            cancellationToken));
        return command;
    }

    /// <returns>The process's exit code.</returns>
    internal static async Task<int> RunAsync(
        IReadOnlyDictionary<string, string?> commandLine, TextWriter output, TextWriter errors, CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        try
        {
            var (settings, builder) = ServiceHost.Configure(commandLine);
            SettingsCheck.Check(settings);
            using var held = settings.Cluster.IsMember ? DataFolderLock.Share(settings.Data, settings.Cluster.Silo!) : DataFolderLock.Take(settings.Data);
            output.WriteLine($"Starting: model {settings.Model}, data {settings.Data}");
            await using var app = ServiceHost.Build(settings, builder);
            await app.StartAsync(cancellationToken);
            app.Services.GetRequiredService<IEmotionAppraiser>(); // what cannot be loaded is better known now than with the first turn
            var version = await app.Services.GetRequiredService<IGrainFactory>().GetGrain<IModelRegistryGrain>(IModelRegistryGrain.DefaultKey).Current();
            var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{version} answers at {address} (ready in {watch.Elapsed.TotalSeconds:0.0} s; Ctrl-C stops)"));
            using var stop = new StopRequest(cancellationToken);
            if (settings.Cluster.StopWithInput)
                _ = stop.WithInput(app.Lifetime);
            await app.WaitForShutdownAsync(cancellationToken);
            if (!stop.WasMade && settings.Cluster.IsMember)
            {
                errors.WriteLine("Stopped: this silo was away for longer than its lease, and the others have its grains. Start it again.");
                return SiloExit.WasAway;
            }

            output.WriteLine("Stopped; everything confirmed is on disk.");
            return 0;
        }
        catch (OperationCanceledException)
        {
            return 0;
        }
        catch (Exception failure) when (Advice(failure) is { } advice)
        {
            errors.WriteLine(advice);
            return 1;
        }
    }

    /// <summary>What to tell someone whose start failed; null where the failure is ours and its trace is worth seeing.</summary>
    private static string? Advice(Exception failure) => failure switch
    {
        StartupException or CheckpointException or TokenizerFormatException or InvalidDataException or Contracts.Problems.SamanthaException => failure.Message,
        Microsoft.Extensions.Options.OptionsValidationException options => $"Settings that cannot work: {string.Join(" ", options.Failures)}",
        IOException { InnerException: Microsoft.AspNetCore.Connections.AddressInUseException } =>
            "The port is in use by another program. Stop it, or choose another with --port.",
        TimeoutException => "The service did not get ready in minutes: the machine is too busy. Stop other programs and start it again.",
        _ => failure.InnerException is { } inner ? Advice(inner) : null,
    };
}
