using System.CommandLine;
using Samantha.Training.Pretraining;
using TorchSharp;

namespace Samantha.Silo.Commands;

/// <summary><c>train base</c>: trains a base decoder from nothing.</summary>
internal static class TrainBaseCommand
{
    public static Command Create()
    {
        var dataSets = new Option<DirectoryInfo>("--data-sets") { Description = "The folder of the data sets.", Required = true };
        var keyValueHeads = new Option<int?>("--kv-heads");
        var (run, settings) = (new RunOptions(), new PretrainingSettings());
        var command = new Command("base", "Train a base decoder from nothing: dialogues first, then small talk and prose.") { dataSets, keyValueHeads };
        run.AddTo(command, withPrecision: true);
        settings.AddTo(command);
        command.SetAction((result, cancellationToken) => Task.FromResult(CommandErrors.Guard(() =>
        {
            var recipe = (BaseModelRecipe)settings.Read(result, run.Recipe<BaseModelRecipe>(result));
            recipe = recipe with { KeyValueHeads = result.GetValue(keyValueHeads) ?? recipe.KeyValueHeads };
            var parallel = recipe.ParallelBatches(run.Threads(result));
            TorchThreads.Use(run.Threads(result) / parallel);
            var products = run.Products(result);
            Console.WriteLine($"Matrix products in {products}; {parallel} batches at a time, {torch.get_num_threads()} threads each");
            var ended = new BaseModelRun(result.GetValue(dataSets)!.FullName, run.Output(result), recipe, TimeProvider.System, parallel).Run(
                run.Resume(result), run.Weights(result), Console.WriteLine, new ProgressLines(), model => model.ProductType = products, cancellationToken);
            ProgressLines.End(ended, Path.Combine(run.Output(result), "model"));
        })));
        return command;
    }
}
