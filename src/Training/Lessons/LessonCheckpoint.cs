using System.Text.Json;
using Samantha.Modeling.Checkpoints;

namespace Samantha.Training.Lessons;

/// <summary>What is needed to go on learning after a crash: the learned parameters, what the steps depend on else, and the place.</summary>
/// <param name="folder">Where it is kept.</param>
/// <param name="steps">How it is learned.</param>
/// <param name="average">The average of the parameters, if one is kept.</param>
internal sealed class LessonCheckpoint(string folder, ILessonSteps steps, ParameterAverage? average)
{
    private const string WeightsFile = "weights.safetensors";
    private const string StateFile = "state.json";

    public void Save(LessonState state)
    {
        if (steps.State is not { } rest)
            return;
        AtomicFolder.Replace(folder, temporary =>
        {
            SafetensorsFile.Write(Path.Combine(temporary, WeightsFile), steps.Parameters.Select((parameter, i) => (Name(i), (TorchSharp.torch.Tensor)parameter)));
            rest.Save(temporary);
            average?.Save(temporary);
            File.WriteAllText(Path.Combine(temporary, StateFile), JsonSerializer.Serialize(state));
        });
    }

    /// <summary>The state of the last checkpoint, with the parameters as they were; a fresh state if there is none.</summary>
    public LessonState Load()
    {
        AtomicFolder.Recover(folder);
        var path = Path.Combine(folder, StateFile);
        if (!File.Exists(path) || JsonSerializer.Deserialize<LessonState>(File.ReadAllText(path)) is not { } state)
            return new LessonState();
        using var ungraded = TorchSharp.torch.no_grad();
        using var file = SafetensorsFile.Open(Path.Combine(folder, WeightsFile));
        for (var i = 0; i < steps.Parameters.Count; i++)
        {
            using var stored = file.Read(Name(i));
            steps.Parameters[i].copy_(stored);
        }

        steps.State?.Load(folder);
        average?.Load(folder);
        return state;
    }

    private static string Name(int index) => $"p{index:0000}";
}
