using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Samantha.Modeling.Checkpoints;
using Samantha.Training.Data;

namespace Samantha.Training.Runs;

/// <summary>
/// The folder of a run: <c>recipe.json</c>, <c>checkpoint/</c>, <c>curve.jsonl</c>, <c>curve.svg</c>, and at the end
/// <c>model/</c>. What is there already is used, so that a second run starts where the first stopped.
/// </summary>
public sealed class RunFolder
{
    private const string RecipeFile = "recipe.json";

    private static readonly JsonSerializerOptions Written = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    private static readonly JsonSerializerOptions Strict = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter() },
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    private readonly bool resume;

    private RunFolder(string path, bool resume) => (Path, this.resume) = (path, resume);

    public string Path { get; }

    /// <summary>Where the finished model lies.</summary>
    public string Model => this["model"];

    /// <summary>A file or folder in it.</summary>
    public string this[string name] => System.IO.Path.Combine(Path, name);

    /// <summary>Begins a run, or goes on with one; its recipe is written down.</summary>
    /// <param name="path">The folder; created if need be.</param>
    /// <param name="resume">Go on from its checkpoint, if there is one; else a folder that has one is refused.</param>
    /// <param name="recipe">What is made.</param>
    /// <exception cref="TrainingDataException">The folder holds another run.</exception>
    public static RunFolder Open(string path, bool resume, object recipe)
    {
        var folder = new RunFolder(path, resume);
        if (!resume && Directory.Exists(folder["checkpoint"]))
            throw new TrainingDataException($"{path} holds a run already. Go on with it by --resume, or name another folder with --out.");
        Directory.CreateDirectory(path);
        File.WriteAllText(folder[RecipeFile], JsonSerializer.Serialize(recipe, recipe.GetType(), Written) + "\n");
        return folder;
    }

    /// <summary>Whether a folder holds a run's recipe.</summary>
    public static bool HasRecipe(string path) => File.Exists(System.IO.Path.Combine(path, RecipeFile));

    /// <summary>The recipe that a run's folder, or a file, holds.</summary>
    /// <exception cref="TrainingDataException">It cannot be read.</exception>
    public static T Recipe<T>(string path)
    {
        var file = Directory.Exists(path) ? System.IO.Path.Combine(path, RecipeFile) : path;
        try
        {
            return JsonSerializer.Deserialize<T>(File.ReadAllText(file), Strict) ?? throw new TrainingDataException($"{file} is empty.");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new TrainingDataException($"{file} is not a recipe: {error.Message}", error);
        }
    }

    /// <summary>Trains, and draws the curve.</summary>
    /// <param name="trainer">What trains.</param>
    /// <param name="parameters">How many numbers are learned, for the curve's heading.</param>
    /// <param name="progress">Is told each point of the curve.</param>
    /// <param name="cancellationToken">Stops the run; it can be resumed.</param>
    public TrainingResult Train(Trainer trainer, long parameters, IProgress<TrainingPoint> progress, CancellationToken cancellationToken)
    {
        var curve = new TrainingCurve(this["curve.jsonl"]);
        var result = trainer.Run(this["checkpoint"], resume, new Both(curve, progress), cancellationToken);
        File.WriteAllText(this["curve.svg"], CurveChart.Draw(curve.Points(), string.Create(CultureInfo.InvariantCulture, $"{parameters / 1e6:0.0} M parameters")));
        return result;
    }

    /// <summary>Writes a folder of what the run made, whole or not at all.</summary>
    public void Write(string name, Action<string> write) => AtomicFolder.Replace(this[name], write);

    private sealed class Both(IProgress<TrainingPoint> first, IProgress<TrainingPoint> second) : IProgress<TrainingPoint>
    {
        public void Report(TrainingPoint value)
        {
            first.Report(value);
            second.Report(value);
        }
    }
}
