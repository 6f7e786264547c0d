using Orleans;
using Samantha.Contracts.Models;
using Samantha.Grains.Models;
using Samantha.Modeling.Checkpoints;

namespace Samantha.Grains.Tests.Doubles;

/// <summary>Versions that nobody trained.</summary>
internal static class Candidates
{
    /// <summary>Publishes a version that descends from the one that is served.</summary>
    /// <returns>Its id.</returns>
    public static async Task<string> Publish(this World world, IGrainFactory grains, string weights)
    {
        var folder = Directory.CreateDirectory(Path.Combine(world.WorkFolder, "candidate-" + weights)).FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, WeightFiles.SingleFile), weights);
        var parent = await grains.GetGrain<IModelRegistryGrain>(IModelRegistryGrain.DefaultKey).Current();
        return (await new ModelPublisher(world.Models, grains).Publish(
            new ModelCandidate(folder, parent, "test", 1, new Dictionary<string, double>(), [], null, null))).Id;
    }
}
