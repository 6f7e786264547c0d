using System.CommandLine;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Samantha.Client;
using Samantha.Contracts.Problems;
using Samantha.Contracts.Training;
using Samantha.Silo.Hosting;

namespace Samantha.Silo.Commands;

/// <summary><c>forget</c>: makes the versions anew without the users who were forgotten, and has what comes out served.</summary>
internal static class ForgetCommand
{
    private const string KeyVariable = "SAMANTHA_API_KEY";

    private static readonly TimeSpan Glance = TimeSpan.FromSeconds(1);

    public static Command Create()
    {
        var url = ServiceAddress.Option();
        var data = new Option<string?>("--data") { Description = "The data folder of a service that does not run: it is started for this alone." };
        var command = new Command("forget", $"Make the versions anew without the users who were forgotten, serve what comes out, and remove what had learned from them. Where the service wants an API key, set {KeyVariable}.")
        {
            url, data,
        };
        command.SetAction((parse, cancellationToken) => parse.GetValue(data) is { } folder
            ? OfFolderAsync(folder, Console.Out, Console.Error, cancellationToken)
            : OfServiceAsync(parse.GetValue(url)!, Environment.GetEnvironmentVariable(KeyVariable), Console.Out, Console.Error, cancellationToken));
        return command;
    }

    /// <returns>The process's exit code.</returns>
    internal static async Task<int> OfServiceAsync(Uri url, string? key, TextWriter output, TextWriter errors, CancellationToken cancellationToken)
    {
        using var client = new SamanthaClient(new SamanthaClientOptions { BaseAddress = url, ApiKey = key });
        try
        {
            if (!await client.IsReadyAsync(cancellationToken))
            {
                errors.WriteLine($"No service answers at {url}. Start one with ./platform run, or name its folder with --data.");
                return 1;
            }

            var rebuild = await client.Models.ForgetAsync(cancellationToken);
            for (LineRebuild? shown = null; rebuild.IsUnderWay; rebuild = await client.Models.ForgettingAsync(cancellationToken))
            {
                if (rebuild != shown)
                    output.WriteLine(rebuild.Stage == RebuildStage.RollingOut
                        ? $"rolling out {rebuild.Version}"
                        : $"session {rebuild.Done} of {rebuild.Sessions}, {rebuild.Remade} versions made anew");
                shown = rebuild;
                await Task.Delay(Glance, cancellationToken);
            }

            if (rebuild.Stage == RebuildStage.Failed)
            {
                errors.WriteLine(rebuild.Reason);
                return 1;
            }

            output.WriteLine(rebuild.Version == rebuild.From
                ? $"{rebuild.Version} never learned from them and is served on."
                : $"{rebuild.Version} is served instead of {rebuild.From}; {rebuild.Remade} versions were made anew.");
            output.WriteLine($"Removed: {(rebuild.Removed.Count == 0 ? "none" : string.Join(", ", rebuild.Removed))}");
            return 0;
        }
        catch (OperationCanceledException)
        {
            errors.WriteLine("Not waited for any longer; the service goes on.");
            return 130;
        }
        catch (Exception failure) when (failure is SamanthaProblemException or HttpRequestException)
        {
            errors.WriteLine(failure.Message);
            return 1;
        }
    }

    private static async Task<int> OfFolderAsync(string folder, TextWriter output, TextWriter errors, CancellationToken cancellationToken)
    {
        try
        {
            var (settings, builder) = ServiceHost.Configure(new Dictionary<string, string?>
            {
                [nameof(ServiceSettings.Data)] = folder,
                [nameof(ServiceSettings.Port)] = "0",
                [nameof(ServiceSettings.Host)] = "127.0.0.1",
                // What waits is learned when the service runs again.
                ["Learning:Enabled"] = "false",
            });
            if (!Directory.Exists(settings.Data))
                throw new StartupException($"There is no folder '{settings.Data}'. Name the service's data folder with --data.");
            using var held = DataFolderLock.Take(settings.Data);
            await using var app = ServiceHost.Build(settings, builder);
            await app.StartAsync(cancellationToken);
            var address = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
            var code = await OfServiceAsync(address, settings.ApiKeys.FirstOrDefault(), output, errors, cancellationToken);
            await app.StopAsync(CancellationToken.None);
            return code;
        }
        catch (OperationCanceledException)
        {
            return 130;
        }
        catch (Exception failure) when (failure is StartupException or SamanthaException or InvalidDataException)
        {
            errors.WriteLine(failure.Message);
            return 1;
        }
    }
}
