using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Samantha.Modeling;
using Samantha.Modeling.Checkpoints;
using Samantha.Modeling.Tokenization;
using Samantha.Training.Data;
using Samantha.Training.Evaluation;
using Spectre.Console;

namespace Samantha.Silo.Commands;

/// <summary><c>eval language</c>: how well a decoder predicts dialogues that it never saw, in bits a byte.</summary>
internal static class EvalLanguageCommand
{
    // Measured on the same text of the test split; see "Language-model baselines" of the data sets' README.
    private static readonly (string Name, double BitsPerByte)[] Baselines =
    [
        ("xz (learns as it reads)", 1.102), ("byte Kneser-Ney, order 8", 1.079), ("byte Kneser-Ney, order 10", 1.016), ("PPMd, order 6 (learns as it reads)", 0.978),
        ("word Kneser-Ney, 5-gram", 0.975), ("PPMd, order 16 (learns as it reads)", 0.799),
    ];

    public static Command Create()
    {
        var dataSets = new Option<DirectoryInfo>("--data-sets") { Description = "The folder of the data sets.", Required = true };
        var folder = new Option<DirectoryInfo?>("--model") { Description = "The model's folder; models/samantha-base by default." };
        var split = new Option<DataSplit>("--split") { Description = "train, dev or test.", DefaultValueFactory = _ => DataSplit.Test };
        var every = new Option<int>("--every") { Description = "Reads one dialogue of this many; only a whole split goes to docs/results.", DefaultValueFactory = _ => 1 };
        var threads = new Option<int?>("--threads") { Description = "Threads; all cores by default." };
        var command = new Command("language", "Bits a byte of a decoder on the service dialogues.") { dataSets, folder, split, every, threads };
        command.SetAction((result, cancellationToken) => Task.FromResult(CommandErrors.Guard(() =>
        {
            TorchThreads.Use(result.GetValue(threads));
            var path = result.GetValue(folder)?.FullName ?? ProjectPaths.BaseModel;
            var part = result.GetValue(split);
            var step = Math.Max(1, result.GetValue(every));
            var documents = SchemaGuidedCorpus.Read(result.GetValue(dataSets)!.FullName, part).Where((_, i) => i % step == 0).Select(DialogueFormat.Dialogue).ToList();
            using var model = ModelFolder.LoadDecoder(path);
            var started = Stopwatch.GetTimestamp();
            var score = new LanguageEvaluator(HuggingFaceTokenizer.Load(path)).Score(model, documents, cancellationToken);
            var speed = score.Documents.Sum(document => (long)document.Tokens) / Stopwatch.GetElapsedTime(started).TotalSeconds;
            Show(part, score);
            if (step == 1)
                Keep(path, part, model.Config.ParameterCount(), score, speed);
        })));
        return command;
    }

    private static void Show(DataSplit split, LanguageScore score)
    {
        var table = new Table().AddColumn("model").AddColumn(new TableColumn("bits a byte").RightAligned());
        IEnumerable<(string Name, double BitsPerByte)> rows = [("this model", score.BitsPerByte)];
        foreach (var (name, bits) in (split == DataSplit.Test ? rows.Concat(Baselines) : rows).OrderByDescending(row => row.BitsPerByte))
            table.AddRow(name, Invariant($"{bits:0.000}"));
        AnsiConsole.Write(table);
    }

    private static void Keep(string path, DataSplit split, long parameters, LanguageScore score, double speed) => ResultsTable.Append(
        ProjectPaths.Results("language.md"),
        "Bits a byte on the service dialogues",
        ("model", Path.GetFileName(Path.TrimEndingDirectorySeparator(path))),
        ("weights", ModelFolder.WeightsDigest(path)[..12]),
        ("parameters", Invariant($"{parameters:N0}")),
        ("split", split.ToString().ToLowerInvariant()),
        ("bytes", Invariant($"{score.Documents.Sum(document => (long)document.Bytes):N0}")),
        ("bits a byte", Invariant($"{score.BitsPerByte:0.0000}")),
        ("perplexity of a token", Invariant($"{score.Perplexity:0.00}")),
        ("tokens a second", Invariant($"{speed:N0}")));

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
