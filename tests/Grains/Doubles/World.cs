using Microsoft.Extensions.DependencyInjection;
using Samantha.Grains.Hosting;
using Samantha.Grains.Training;
using Samantha.Modeling.Checkpoints;

namespace Samantha.Grains.Tests.Doubles;

/// <summary>What is there whatever happens to the processes: disks, and the files on them.</summary>
internal sealed class World : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("samantha-world-").FullName;

    public World()
    {
        ModelFolder = Directory.CreateDirectory(Path.Combine(_folder, "base")).FullName;
        TrainerOf = _ => Trainer;
        File.WriteAllText(Path.Combine(ModelFolder, WeightFiles.SingleFile), "base");
    }

    public string ModelFolder { get; }

    public MemoryInteractionLog Log { get; } = new();

    public MemoryCurationLog Decisions { get; } = new();

    public MemoryGrainStorage Storage { get; } = new();

    public MemoryModelStore Models { get; } = new();

    public FakeTrainer Trainer { get; set; } = new();

    public FakeMeasurer Measurer { get; } = new();

    /// <summary>The trainer of a silo.</summary>
    public Func<string, ICandidateTrainer> TrainerOf { get; set; }

    public int Workers { get; init; } = 1;

    public short Silos { get; init; } = 1;

    /// <summary>Services that go before the doubles.</summary>
    public Action<IServiceCollection> Services { get; set; } = _ => { };

    public Action<SamanthaOptions> Configure { get; set; } = _ => { };

    public string WorkFolder => Path.Combine(_folder, "training");

    /// <summary>Starts a process in this world.</summary>
    public Task<SamanthaCluster> Start() => SamanthaCluster.Start(this);

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
