using System.Globalization;
using System.Text;
using Samantha.Training.Evaluation;
using Samantha.Training.Heads;

namespace Samantha.Silo.Commands;

/// <summary>Keeps what came of the heads' tasks in docs/results: a row for each learner, and a file for each task with its classes.</summary>
internal static class EvalHeadsResults
{
    private const string Folder = "heads";

    public static void Keep(IReadOnlyList<HeadResult> results)
    {
        foreach (var result in results)
        {
            ResultsTable.Append(
                ProjectPaths.Results("heads.md"),
                "Tasks of the heads",
                ("task", result.Task),
                ("learner", result.Learner),
                ("shown", Shown(result)),
                ("classes", Invariant($"{result.Classes.Count}")),
                ("held out", Invariant($"{result.Micro.Support:N0}")),
                ("accuracy", result.Accuracy is { } accuracy ? Share(accuracy) : "–"),
                ("macro P", Share(result.MacroPrecision)),
                ("macro R", Share(result.MacroRecall)),
                ("macro F1", Share(result.MacroF1)),
                ("micro P", Share(result.Micro.Precision)),
                ("micro R", Share(result.Micro.Recall)),
                ("micro F1", Share(result.Micro.F1)),
                ("out-of-scope recall", result.Scope is { } scope ? Invariant($"{scope.OutOfScopeRecall:0.000} at {scope.InScopeAccuracy:0.000}") : "–"),
                ("processor s", Invariant($"{result.Processor.TotalSeconds:0}")),
                ("published", Published(result.Task)));
        }

        foreach (var task in results.GroupBy(result => result.Task))
            Write($"{task.Key}.md", Classes([.. task]));
    }

    /// <summary>A result as a row of JSON.</summary>
    public static object Row(HeadResult result) => new
    {
        Benchmark = "heads",
        result.Task,
        result.Learner,
        Shown = Shown(result),
        result.Accuracy,
        Macro = new { Precision = result.MacroPrecision, Recall = result.MacroRecall, F1 = result.MacroF1 },
        result.Micro,
        OutOfScopeRecall = result.Scope?.OutOfScopeRecall,
        InScopeAccuracy = result.Scope?.InScopeAccuracy,
        Seconds = Math.Round(result.Processor.TotalSeconds, 2),
        Classes = result.Names.Zip(result.Classes, (name, figures) => new { Name = name, figures.Precision, figures.Recall, figures.F1, figures.Support }),
    };

    private static string Shown(HeadResult result) => result.IsStream ? "stream" : "at once";

    private static string Published(string task) => task switch
    {
        "emotions" => "macro F1: BERT 0.46, BiLSTM 0.41; linear SVM 0.490",
        "intents" => "accuracy, out-of-scope recall: BERT 0.969, 0.403; SVM 0.910, 0.145",
        "banking" => "accuracy: BERT 0.937",
        "entities" => "micro F1, with pre-trained embeddings and gazetteers: 0.419 (best of the shared task); ensemble on features 0.386",
        _ => "–",
    };

    private static string Classes(IReadOnlyList<HeadResult> results)
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"# {results[0].Task}, class by class").AppendLine();
        text.AppendLine(CultureInfo.InvariantCulture, $"| class | held out | {string.Join(" | ", results.Select(result => $"{result.Learner}, {Shown(result)}: P | R | F1"))} |");
        text.Append("|---|---|").Insert(text.Length, "---|---|---|", results.Count).AppendLine();
        foreach (var (i, name) in results[0].Names.Index())
            text.AppendLine(CultureInfo.InvariantCulture, $"| {name} | {results[0].Classes[i].Support} | {string.Join(" | ", results.Select(result => Figures(result.Classes[i])))} |");
        return text.ToString();
    }

    private static string Figures(ClassResult result) => $"{Share(result.Precision)} | {Share(result.Recall)} | {Share(result.F1)}";

    private static void Write(string name, string text)
    {
        var path = ProjectPaths.Results(Path.Combine(Folder, name));
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    private static string Share(double value) => Invariant($"{value:0.000}");

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
