using System.CommandLine;
using System.Globalization;
using Samantha.Modeling.Checkpoints;
using Samantha.Training.Optimization;
using Samantha.Training.Pretraining;
using TorchSharp;

namespace Samantha.Silo.Commands;

/// <summary><c>train base</c>: trains a base decoder from nothing.</summary>
internal static class TrainBaseCommand
{
    public static Command Create()
    {
        var dataSets = new Option<DirectoryInfo>("--data-sets") { Description = "The folder of the data sets.", Required = true };
        var output = new Option<DirectoryInfo>("--out") { Description = "The run's folder; the finished model is its model/.", Required = true };
        var resume = new Option<bool>("--resume") { Description = "Go on from the folder's checkpoint." };
        var threads = new Option<int?>("--threads") { Description = "Threads; all cores by default." };
        var precision = new Option<Precision>("--precision") { Description = "Of matrix products: auto, f32 or bf16.", CustomParser = argument => Parse(argument.Tokens[0].Value) };
        var weights = new Option<WeightType>("--weights") { Description = "How the finished weights are stored.", DefaultValueFactory = _ => WeightType.Float32 };
        var recipe = new TrainBaseOptions();
        var command = new Command("base", "Train a base decoder from nothing: dialogues first, then small talk and prose.")
        {
            dataSets, output, resume, threads, precision, weights,
        };
        recipe.AddTo(command);
        command.SetAction((result, cancellationToken) => Task.FromResult(CommandErrors.Guard(() =>
        {
            var chosenRecipe = recipe.Read(result);
            var cores = result.GetValue(threads) ?? Environment.ProcessorCount;
            var parallel = chosenRecipe.ParallelBatches(cores);
            TorchThreads.Use(cores / parallel);
            var chosen = result.GetValue(precision) is var asked && asked == Precision.Auto ? PrecisionProbe.Quicker(torch.CPU) : asked;
            Console.WriteLine($"Matrix products in {chosen}; {parallel} batches at a time, {torch.get_num_threads()} threads each");
            var run = new BaseModelRun(result.GetValue(dataSets)!.FullName, result.GetValue(output)!.FullName, chosenRecipe, TimeProvider.System, parallel);
            var ended = run.Run(
                result.GetValue(resume),
                result.GetValue(weights),
                Console.WriteLine,
                new ProgressLines(),
                model => model.ProductType = chosen == Precision.BFloat16 ? torch.ScalarType.BFloat16 : torch.ScalarType.Float32,
                cancellationToken);
            Console.WriteLine(ended.Finished
                ? string.Create(CultureInfo.InvariantCulture, $"Finished: {ended.DevBitsPerByte:0.0000} bits/byte on dev{(ended.Averaged ? " (averaged weights)" : "")}; {run.ModelFolderPath}")
                : "Stopped; go on with --resume.");
        })));
        return command;
    }

    private static Precision Parse(string text) => text.ToLowerInvariant() switch
    {
        "f32" or "float32" => Precision.Float32,
        "bf16" or "bfloat16" => Precision.BFloat16,
        _ => Precision.Auto,
    };
}
