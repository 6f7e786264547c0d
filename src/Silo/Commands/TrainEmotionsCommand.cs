using System.CommandLine;
using Samantha.Training.Emotions;

namespace Samantha.Silo.Commands;

/// <summary><c>train emotions</c>: trains the emotion classifier.</summary>
internal static class TrainEmotionsCommand
{
    public static Command Create()
    {
        var dataSets = new Option<DirectoryInfo>("--data-sets") { Description = "The folder of the data sets.", Required = true };
        var output = new Option<DirectoryInfo>("--out") { Description = "Where the classifier goes; an older one there is replaced.", Required = true };
        var seed = new Option<int>("--seed") { DefaultValueFactory = _ => new EmotionTrainingOptions().Seed };
        var threads = new Option<int?>("--threads") { Description = "Threads; all cores by default." };
        var command = new Command("emotions", "Train the emotion classifier on GoEmotions.") { dataSets, output, seed, threads };
        command.SetAction((result, cancellationToken) => Task.FromResult(CommandErrors.Guard(() =>
        {
            TorchThreads.Use(result.GetValue(threads));
            var options = new EmotionTrainingOptions { Seed = result.GetValue(seed) };
            EmotionTrainer.Train(result.GetValue(dataSets)!.FullName, result.GetValue(output)!.FullName, new Lines(), options, cancellationToken);
        })));
        return command;
    }

    private sealed class Lines : IProgress<string>
    {
        public void Report(string value) => Console.WriteLine(value);
    }
}
