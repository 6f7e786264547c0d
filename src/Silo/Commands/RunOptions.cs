using System.CommandLine;
using Samantha.Modeling.Checkpoints;
using Samantha.Training.Data;
using Samantha.Training.Optimization;
using Samantha.Training.Runs;
using TorchSharp;

namespace Samantha.Silo.Commands;

/// <summary>The options of every run in a folder: where it lies, whether it goes on, and how it computes.</summary>
internal sealed class RunOptions
{
    private readonly Option<DirectoryInfo> output = new("--out") { Description = "The run's folder; the finished model is its model/.", Required = true };
    private readonly Option<bool> resume = new("--resume") { Description = "Go on from the folder's checkpoint, by its recipe where options do not say otherwise." };
    private readonly Option<FileInfo?> config = new("--config") { Description = "A recipe as JSON (a run writes its own as recipe.json)." };
    private readonly Option<int?> threads = new("--threads") { Description = "Threads; all cores by default." };
    private readonly Option<WeightType> weights = new("--weights") { Description = "How the finished weights are stored.", DefaultValueFactory = _ => WeightType.Float32 };

    private readonly Option<Precision> precision = new("--precision")
    {
        Description = "Of a decoder's matrix products: auto, f32 or bf16.",
        CustomParser = argument => argument.Tokens[0].Value.ToLowerInvariant() switch
        {
            "f32" or "float32" => Precision.Float32,
            "bf16" or "bfloat16" => Precision.BFloat16,
            _ => Precision.Auto,
        },
    };

    public void AddTo(Command command, bool withPrecision)
    {
        foreach (var option in new Option[] { output, resume, config, threads, weights })
            command.Add(option);
        if (withPrecision)
            command.Add(precision);
    }

    public string Output(ParseResult result) => result.GetValue(output)!.FullName;

    public bool Resume(ParseResult result) => result.GetValue(resume);

    public WeightType Weights(ParseResult result) => result.GetValue(weights);

    public int Threads(ParseResult result) => result.GetValue(threads) ?? Environment.ProcessorCount;

    /// <summary>The recipe that single settings go over: a file's, a resumed run's own, or the default.</summary>
    /// <exception cref="TrainingDataException">It cannot be read.</exception>
    public T Recipe<T>(ParseResult result) where T : new() =>
        result.GetValue(config) is { } file ? RunFolder.Recipe<T>(file.FullName)
        : Resume(result) && RunFolder.HasRecipe(Output(result)) ? RunFolder.Recipe<T>(Output(result))
        : new T();

    /// <summary>In what products are computed; measured where nothing is asked for.</summary>
    public torch.ScalarType Products(ParseResult result)
    {
        var asked = result.GetValue(precision);
        var chosen = asked == Precision.Auto ? PrecisionProbe.Quicker(torch.CPU) : asked;
        return chosen == Precision.BFloat16 ? torch.ScalarType.BFloat16 : torch.ScalarType.Float32;
    }
}
