using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans;
using Orleans.Runtime;
using Samantha.Contracts.Models;
using Samantha.Contracts.Problems;
using Samantha.Contracts.Training;
using Samantha.Grains.Inference;
using Samantha.Grains.Models;

namespace Samantha.Grains.Hosting;

/// <summary>
/// Gets a silo ready to answer: imports the model, makes sure that the version to serve is whole, brings this silo's workers
/// to it, wakes the trainer.
/// The host starts it after the silo, and does not start at all when it fails.
/// </summary>
public sealed class SamanthaStartup(
    IGrainFactory grains,
    FleetReporter fleet,
    IModelStore store,
    IOptions<SamanthaOptions> options,
    TimeProvider time,
    ILogger<SamanthaStartup> logger) : IHostedService
{
    // Grains of a silo that has just gone come back within its lease.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1), Pause = TimeSpan.FromMilliseconds(500);

    /// <summary>Whether the silo is ready to answer.</summary>
    public bool IsReady { get; private set; }

    /// <inheritdoc/>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        while (true)
        {
            try
            {
                await Prepare(cancellationToken);
                break;
            }
            catch (OrleansMessageRejectionException error) when (time.GetElapsedTime(began) < Patience)
            {
                logger.LogInformation("The start waits for grains that are moving ({Error})", error.GetType().Name);
                await Task.Delay(Pause, time, cancellationToken);
            }
        }

        IsReady = true;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken)
    {
        IsReady = false;
        return Task.CompletedTask;
    }

    private async Task Prepare(CancellationToken cancellationToken)
    {
        await Import();
        await LeaveDamaged(cancellationToken);
        await fleet.Join(cancellationToken);
        await grains.GetGrain<ITrainerGrain>(IModelRegistryGrain.DefaultKey).Status();
    }

    private async Task Import()
    {
        var registry = grains.GetGrain<IModelRegistryGrain>(IModelRegistryGrain.DefaultKey);
        var known = (await registry.List()).Select(version => version.Id).ToHashSet();
        var imported = await registry.Publish(new ModelCandidate(
            options.Value.ModelFolder, null, "import", 0, new Dictionary<string, double>(), [], null, null));
        // A model that is new here was given to be served; one that was there before may have been outgrown since.
        if (known.Contains(imported.Id) && await registry.Current() is not null)
            return;
        await registry.SetCurrent(imported.Id);
        logger.LogInformation("Imported {Folder} as {Version}", options.Value.ModelFolder, imported.Id);
    }

    // A version whose files were damaged since is left for the one served before it, if there is one: an older reply is
    // better than none, and the list of versions says why.
    private async Task LeaveDamaged(CancellationToken cancellationToken)
    {
        var registry = grains.GetGrain<IModelRegistryGrain>(IModelRegistryGrain.DefaultKey);
        while (await registry.Current() is { } version)
        {
            try
            {
                await store.Locate(version, cancellationToken);
                return;
            }
            catch (Exception error) when (error is VersionNotServableException or UnknownVersionException)
            {
                if (await registry.Previous() is not { } earlier)
                    throw;
                await registry.MarkRolledBack(version, error.Message);
                await registry.SetCurrent(earlier);
                logger.LogError("Version {Version} cannot be served: {Reason} Until then {Earlier} serves", version, error.Message, earlier);
            }
        }
    }
}
