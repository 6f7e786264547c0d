using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans;
using Samantha.Contracts.Inference;
using Samantha.Contracts.Models;
using Samantha.Contracts.Training;
using Samantha.Grains.Inference;

namespace Samantha.Grains.Hosting;

/// <summary>
/// Gets a silo ready to answer: imports the model, brings this silo's workers to the version to serve, wakes the trainer.
/// The host starts it after the silo, and does not start at all when it fails.
/// </summary>
public sealed class SamanthaStartup(
    IGrainFactory grains,
    IReplyEngines engines,
    IOptions<SamanthaOptions> options,
    ILogger<SamanthaStartup> logger) : IHostedService
{
    /// <summary>Whether the silo is ready to answer.</summary>
    public bool IsReady { get; private set; }

    /// <inheritdoc/>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await Import();
        foreach (var worker in engines.Workers)
        {
            var status = await grains.GetGrain<IInferenceWorkerGrain>(worker).Status();
            logger.LogInformation("Worker {Worker} on {Device} serves {Version}", worker, status.Device, status.Version);
        }

        await grains.GetGrain<IRolloutGrain>(IModelRegistryGrain.DefaultKey).Status();
        await grains.GetGrain<ITrainerGrain>(IModelRegistryGrain.DefaultKey).Status();
        IsReady = true;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken)
    {
        IsReady = false;
        return Task.CompletedTask;
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
}
