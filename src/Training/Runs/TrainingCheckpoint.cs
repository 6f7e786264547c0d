using System.Text.Json;
using Samantha.Modeling.Checkpoints;
using Samantha.Training.Optimization;

namespace Samantha.Training.Runs;

/// <summary>A stopped run as a folder: the model as any model folder has it, and what else its future depends on.</summary>
internal static class TrainingCheckpoint
{
    private const string StateFile = "state.json";
    private const string AverageFile = "average.safetensors";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public static bool Exists(string folder)
    {
        AtomicFolder.Recover(folder);
        return File.Exists(Path.Combine(folder, StateFile));
    }

    public static void Save(string folder, IObjective objective, ModelOptimizer optimizer, WeightAverage? average, TrainingState state) =>
        AtomicFolder.Replace(folder, temporary =>
        {
            objective.Save(temporary);
            optimizer.Save(temporary);
            average?.Save(Path.Combine(temporary, AverageFile));
            File.WriteAllText(Path.Combine(temporary, StateFile), JsonSerializer.Serialize(state, Json));
        });

    /// <exception cref="CheckpointException">It is of another model, or damaged.</exception>
    public static TrainingState Load(string folder, IObjective objective, ModelOptimizer optimizer, WeightAverage? average)
    {
        objective.Load(folder);
        try
        {
            optimizer.Load(folder);
            if (average is not null)
            {
                if (File.Exists(Path.Combine(folder, AverageFile)))
                    average.Load(Path.Combine(folder, AverageFile));
                else
                    average.Restart();
            }

            return JsonSerializer.Deserialize<TrainingState>(File.ReadAllText(Path.Combine(folder, StateFile)), Json)
                ?? throw new JsonException("The state is empty.");
        }
        catch (Exception error) when (error is IOException or JsonException or InvalidDataException or ArgumentException)
        {
            throw new CheckpointException(folder, "cannot be resumed from.", "Start again without --resume, in another folder.", error);
        }
    }
}
