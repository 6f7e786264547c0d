using System.CommandLine;
using Samantha.Training.Pretraining;
using TorchSharp;

namespace Samantha.Silo.Commands;

/// <summary><c>train encoder</c>: trains an encoder from nothing to find hidden tokens.</summary>
internal static class TrainEncoderCommand
{
    public static Command Create()
    {
        var dataSets = new Option<DirectoryInfo>("--data-sets") { Description = "The folder of the data sets.", Required = true };
        var share = new Option<double?>("--mask") { Description = "The share of tokens that are hidden; 0.15 by default." };
        var (run, settings) = (new RunOptions(), new PretrainingSettings());
        var command = new Command("encoder", "Train an encoder from nothing: it finds tokens that are hidden from it.") { dataSets, share };
        run.AddTo(command, withPrecision: false);
        settings.AddTo(command);
        command.SetAction((result, cancellationToken) => Task.FromResult(CommandErrors.Guard(() =>
        {
            var recipe = (EncoderRecipe)settings.Read(result, run.Recipe<EncoderRecipe>(result));
            recipe = recipe with { Masking = recipe.Masking with { Share = result.GetValue(share) ?? recipe.Masking.Share } };
            var parallel = recipe.ParallelBatches(run.Threads(result));
            TorchThreads.Use(run.Threads(result) / parallel);
            Console.WriteLine($"{parallel} batches at a time, {torch.get_num_threads()} threads each");
            var ended = new EncoderRun(result.GetValue(dataSets)!.FullName, run.Output(result), recipe, TimeProvider.System, parallel).Run(
                run.Resume(result), run.Weights(result), Console.WriteLine, new ProgressLines(), cancellationToken);
            ProgressLines.End(ended, Path.Combine(run.Output(result), "model"));
        })));
        return command;
    }
}
