using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans.Hosting;
using Orleans.Storage;
using Samantha.Grains.Conversations;
using Samantha.Grains.Hosting;
using Samantha.Grains.Inference;
using Samantha.Grains.Interactions;
using Samantha.Grains.Lessons;
using Samantha.Grains.Measurement;
using Samantha.Grains.Models;
using Samantha.Grains.Training;

namespace Samantha.Grains.Tests.Doubles;

/// <summary>Makes a silo one with the platform's grains, in a test's world.</summary>
internal static class SiloOfWorld
{
    public static void UseWorld(this ISiloBuilder silo, World world, string name, FakeEngines engines, ProcessLife life)
    {
        silo.Services.AddSingleton<IInteractionLog>(new MortalLog(world.Log, life));
        silo.Services.AddSingleton<ICurationLog>(world.Decisions);
        silo.Services.AddKeyedSingleton<IGrainStorage>(SamanthaStorage.Name, new MortalStorage(world.Storage, life));
        silo.Services.AddSingleton<IModelStore>(world.Models);
        world.Services(silo.Services);
        silo.AddIncomingGrainCallFilter<SendableCalls>();
        silo.Services.TryAddSingleton<IReplyEngines>(engines);
        silo.Services.TryAddSingleton<ICandidateTrainer>(world.TrainerOf(name));
        silo.Services.TryAddSingleton<IVersionMeasurer>(world.Measurer);
        silo.Services.AddSingleton<IEmotionAppraiser, FakeAppraiser>();
        silo.AddSamanthaGrains(options =>
        {
            options.ModelFolder = world.ModelFolder;
            options.WorkFolder = world.WorkFolder;
            options.Learning.QuietTime = TimeSpan.Zero;
            options.Learning.RestAfterFailure = TimeSpan.FromMilliseconds(1);
            options.Rollout.CanaryTime = TimeSpan.Zero;
            options.Rollout.Beat = TimeSpan.FromMilliseconds(20);
            world.Configure(options);
        });
    }
}
