using System.Text.Json;
using Samantha.Modeling.Checkpoints;

namespace Samantha.Training.Lessons;

/// <summary>What is needed to go on learning after a crash: the learned parameters, the descent's momentum and the place.</summary>
/// <param name="folder">Where it is kept.</param>
/// <param name="parameters">The learned parameters, always in one order.</param>
/// <param name="descent">How they are learned.</param>
internal sealed class LessonCheckpoint(string folder, IReadOnlyList<TorchSharp.Modules.Parameter> parameters, LessonDescent descent)
{
    private const string WeightsFile = "weights.safetensors";
    private const string StateFile = "state.json";

    public void Save(LessonState state) => AtomicFolder.Replace(folder, temporary =>
    {
        SafetensorsFile.Write(Path.Combine(temporary, WeightsFile), parameters.Select((parameter, i) => (Name(i), (TorchSharp.torch.Tensor)parameter)));
        descent.Save(temporary);
        File.WriteAllText(Path.Combine(temporary, StateFile), JsonSerializer.Serialize(state));
    });

    /// <summary>The state of the last checkpoint, with the parameters as they were; a fresh state if there is none.</summary>
    public LessonState Load()
    {
        AtomicFolder.Recover(folder);
        var path = Path.Combine(folder, StateFile);
        if (!File.Exists(path) || JsonSerializer.Deserialize<LessonState>(File.ReadAllText(path)) is not { } state)
            return new LessonState();
        using var ungraded = TorchSharp.torch.no_grad();
        using var file = SafetensorsFile.Open(Path.Combine(folder, WeightsFile));
        for (var i = 0; i < parameters.Count; i++)
        {
            using var stored = file.Read(Name(i));
            parameters[i].copy_(stored);
        }

        descent.Load(folder);
        return state;
    }

    private static string Name(int index) => $"p{index:0000}";
}
