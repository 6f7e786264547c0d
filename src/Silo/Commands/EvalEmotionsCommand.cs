using System.CommandLine;
using System.Globalization;
using Samantha.Training.Emotions;
using Samantha.Training.Evaluation;

namespace Samantha.Silo.Commands;

/// <summary><c>eval emotions</c>: how well an emotion classifier reads GoEmotions.</summary>
internal static class EvalEmotionsCommand
{
    public static Command Create()
    {
        var dataSets = new Option<DirectoryInfo>("--data-sets") { Description = "The folder of the data sets.", Required = true };
        var folder = new Option<DirectoryInfo?>("--model") { Description = "The classifier's folder; models/samantha-base/emotions by default." };
        var split = new Option<string>("--split") { Description = "train, dev or test.", DefaultValueFactory = _ => "test" };
        split.AcceptOnlyFromAmong("train", "dev", "test");
        var command = new Command("emotions", "Precision, recall and F1 of an emotion classifier on GoEmotions.") { dataSets, folder, split };
        command.SetAction(result => CommandErrors.Guard(() =>
        {
            TorchThreads.Use(1);
            var path = result.GetValue(folder)?.FullName ?? Path.Combine(ProjectPaths.BaseModel, "emotions");
            var part = result.GetValue(split)!;
            var report = EmotionEvaluator.Evaluate(path, result.GetValue(dataSets)!.FullName, part);
            Console.WriteLine(report.ToMarkdown());
            Console.WriteLine("Beside it, macro F1 on test: linear SVM on n-grams 0.490, BERT as published 0.46, BiLSTM as published 0.41.");
            ResultsTable.Append(
                ProjectPaths.Results("emotions.md"),
                "Emotions on GoEmotions",
                ("split", part),
                ("texts", Invariant($"{report.Texts:N0}")),
                ("macro F1", Invariant($"{report.MacroF1:0.000}")),
                ("micro F1", Invariant($"{report.MicroF1:0.000}")),
                ("calibration error", Invariant($"{report.CalibrationError:0.000}")),
                ("ms a text, one core", Invariant($"{report.MillisecondsPerText:0.00}")));
        }));
        return command;
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
