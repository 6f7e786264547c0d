using System.CommandLine;
using Samantha.Modeling.Checkpoints;
using Samantha.Modeling.Tokenization;
using Samantha.Training.Lessons;

namespace Samantha.Silo.Commands;

/// <summary><c>train anchors</c>: samples the dialogues that later versions of a model are held to.</summary>
internal static class TrainAnchorsCommand
{
    public static Command Create()
    {
        var folder = new Option<DirectoryInfo>("--model") { Description = "The model's folder; anchors.jsonl is written into it.", Required = true };
        var kilobytes = new Option<int>("--kilobytes") { Description = "How much text to sample.", DefaultValueFactory = _ => 300 };
        var seed = new Option<long>("--seed") { DefaultValueFactory = _ => 1 };
        var threads = new Option<int?>("--threads") { Description = "Threads; all cores by default." };
        var command = new Command("anchors", "Sample dialogues from a model, to which its later versions are held.") { folder, kilobytes, seed, threads };
        command.SetAction((result, cancellationToken) => Task.FromResult(CommandErrors.Guard(() =>
        {
            TorchThreads.Use(result.GetValue(threads));
            var path = result.GetValue(folder)!.FullName;
            using var model = ModelFolder.LoadDecoder(path);
            var characters = result.GetValue(kilobytes) * 1000;
            var anchors = new AnchorSampler(model, HuggingFaceTokenizer.Load(path)).Sample(
                characters, result.GetValue(seed), length => Console.WriteLine($"{length / 1000} of {characters / 1000} kB"), cancellationToken);
            AnchorFile.Write(path, anchors);
            Console.WriteLine($"{anchors.Count} dialogues in {Path.Combine(path, AnchorFile.FileName)}");
        })));
        return command;
    }
}
