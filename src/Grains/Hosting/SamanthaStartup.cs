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
    ModelPublisher publisher,
    FleetReporter fleet,
    IModelStore store,
    IOptions<SamanthaOptions> options,
    TimeProvider time,
    ILogger<SamanthaStartup> logger) : IHostedService
{
    // Grains of a silo that has just gone come back within its lease.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1), Pause = TimeSpan.FromMilliseconds(500);

    // Each waits for a quarter of a minute at most.
    private const int MostOffers = 4;

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
        var given = await Import(cancellationToken);
        await LeaveDamaged(given, cancellationToken);
        await fleet.Join(cancellationToken);
        await RollOut(given, cancellationToken);
        await grains.GetGrain<ITrainerGrain>(IModelRegistryGrain.DefaultKey).Status();
    }

    private IModelRegistryGrain Registry => grains.GetGrain<IModelRegistryGrain>(IModelRegistryGrain.DefaultKey);

    private IRolloutGrain Rollout => grains.GetGrain<IRolloutGrain>(IModelRegistryGrain.DefaultKey);

    private async Task<string> Import(CancellationToken cancellationToken)
    {
        var given = await publisher.Publish(
            new ModelCandidate(options.Value.ModelFolder, null, "import", 0, new Dictionary<string, double>(), [], null, null), cancellationToken);
        await Registry.Offer(given.Id);
        logger.LogInformation("The model of {Folder} is {Version}", options.Value.ModelFolder, given.Id);
        return given.Id;
    }

    // A model that is new was given to be served; as others may serve another by now, it is put to service like any version.
    private async Task RollOut(string given, CancellationToken cancellationToken)
    {
        var status = await Rollout.Status();
        for (var attempt = 0; await Registry.Offer(given); attempt++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (attempt == MostOffers)
            {
                logger.LogWarning("The rollout of {Version} is not done yet; roll {Given} out if it is another", status.Version, given);
                return;
            }

            try
            {
                await Rollout.Start(given);
            }
            catch (RolloutConflictException)
            {
                // Its turn comes after the one that is under way.
            }

            status = await Rollout.Settled();
        }
    }

    // A version whose files were damaged since is left for the one served before it, if there is one: an older reply is
    // better than none, and the list of versions says why. Where other silos serve it, the fault is this silo's own.
    private async Task LeaveDamaged(string given, CancellationToken cancellationToken)
    {
        while (await Registry.Current() is { } version)
        {
            try
            {
                await store.Locate(version, cancellationToken);
                return;
            }
            catch (Exception error) when (error is VersionNotServableException or UnknownVersionException)
            {
                var earlier = await Registry.Previous() ?? given;
                if (earlier == version || (await Rollout.Status()).Workers.Values.Contains(version))
                    throw;
                if (await Registry.Current() != version)
                    continue;
                await Registry.MarkRolledBack(version, error.Message);
                await Registry.SetCurrent(earlier);
                logger.LogError("Version {Version} cannot be served: {Reason} Until then {Earlier} serves", version, error.Message, earlier);
            }
        }
    }
}
