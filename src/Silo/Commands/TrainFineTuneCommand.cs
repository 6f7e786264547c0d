using System.CommandLine;
using System.Globalization;
using Samantha.Modeling.Tuning;
using Samantha.Training.FineTuning;
using Spectre.Console;
using TorchSharp;

namespace Samantha.Silo.Commands;

/// <summary><c>train finetune</c>: goes on training a model with files of JSON lines.</summary>
internal static class TrainFineTuneCommand
{
    private const string Description =
        """
        Go on training a model of a Hugging Face folder with files of JSON lines. A decoder takes dialogues
          {"messages": [{"role": "user", "content": "…"}, {"role": "assistant", "content": "…"}]}
        and texts {"text": "…"}; an encoder becomes a classifier of texts {"text": "…", "label": "…"}
        or of words {"tokens": ["…", …], "labels": ["…", …]}.
        """;

    /// <summary>What adapters learn at by default: they are few and start from nothing.</summary>
    private const double AdapterLearningRate = 1e-3;

    public static Command Create()
    {
        var model = new Option<DirectoryInfo?>("--model") { Description = "The folder of the model to start from." };
        var data = new Option<FileInfo[]>("--data") { Description = "Files to learn from.", AllowMultipleArgumentsPerToken = true };
        var evaluation = new Option<FileInfo[]>("--eval") { Description = "Files to measure on.", AllowMultipleArgumentsPerToken = true };
        var epochs = new Option<int?>("--epochs") { Description = "Passes through the data; 3 by default. --steps and --minutes go before it." };
        var tuning = new Option<string?>("--tuning") { Description = $"What of a decoder learns: {string.Join(", ", TuningCatalog.Names)}. What is learned beside the weights goes to adapter/. full by default, lora with --lora-rank." };
        var rank = new Option<int?>("--lora-rank") { Description = "The rank of low-rank adapters; 8 by default." };
        var alpha = new Option<double?>("--lora-alpha") { Description = "Their alpha; twice the rank by default." };
        var dropout = new Option<double?>("--lora-dropout") { Description = "The share of their input that training drops; none by default." };
        var width = new Option<int?>("--adapter-width") { Description = "Units of bottleneck adapters; 16 by default." };
        var prefix = new Option<int?>("--prefix-length") { Description = "Positions of a learned prefix; 16 by default." };
        var merge = new Option<bool?>("--merge") { Description = "With adapters: write the whole model to model/ too." };
        var all = new Option<bool?>("--all-lines") { Description = "Learn all lines of a dialogue, not the assistant's alone." };
        var cut = new Option<bool?>("--cut") { Description = "Cut what is longer than a row, instead of refusing it." };
        var generate = new Option<int?>("--generate") { Description = "Reply to this many dialogues of --eval in the end; BLEU and ROUGE." };
        var (run, settings) = (new RunOptions(), new TrainingSettings());
        var command = new Command("finetune", Description) { model, data, evaluation, epochs, tuning, rank, alpha, dropout, width, prefix, merge, all, cut, generate };
        run.AddTo(command, withPrecision: true);
        settings.AddTo(command);
        command.SetAction((result, cancellationToken) => Task.FromResult(CommandErrors.Guard(() =>
        {
            var basis = run.Recipe<FineTuningRecipe>(result);
            var held = basis with { Tuning = result.GetValue(tuning) ?? basis.Tuning, LoraRank = result.GetValue(rank) ?? basis.LoraRank };
            if (basis.Held == TuningCatalog.Full && held.Held != TuningCatalog.Full)
                basis = basis with { Training = basis.Training with { Optimizer = basis.Training.Optimizer with { LearningRate = AdapterLearningRate } } };
            var recipe = basis with
            {
                Model = result.GetValue(model)?.FullName ?? basis.Model,
                Data = Paths(result.GetValue(data)) ?? basis.Data,
                Evaluation = Paths(result.GetValue(evaluation)) ?? basis.Evaluation,
                Epochs = result.GetValue(epochs) ?? basis.Epochs,
                Tuning = held.Tuning,
                LoraRank = held.LoraRank,
                LoraAlpha = result.GetValue(alpha) ?? basis.LoraAlpha,
                LoraDropout = result.GetValue(dropout) ?? basis.LoraDropout,
                AdapterWidth = result.GetValue(width) ?? basis.AdapterWidth,
                PrefixLength = result.GetValue(prefix) ?? basis.PrefixLength,
                Merge = result.GetValue(merge) ?? basis.Merge,
                AllLines = result.GetValue(all) ?? basis.AllLines,
                Cut = result.GetValue(cut) ?? basis.Cut,
                Generate = result.GetValue(generate) ?? basis.Generate,
                Training = settings.Read(result, basis.Training),
            };
            var parallel = Math.Clamp(run.Threads(result), 1, recipe.Training.BatchesPerStep);
            TorchThreads.Use(run.Threads(result) / parallel);
            var products = run.Products(result);
            var ended = new FineTuningRun(run.Output(result), recipe, TimeProvider.System, parallel).Run(
                run.Resume(result), run.Weights(result), products, Console.WriteLine, new ProgressLines(), cancellationToken);
            Show(ended);
            ProgressLines.End(ended.Training, ended.Output);
        })));
        return command;
    }

    private static string[]? Paths(FileInfo[]? files) => files is { Length: > 0 } ? [.. files.Select(file => file.FullName)] : null;

    private static void Show(FineTuningResult result)
    {
        if (result.Replies is { } replies)
            Console.WriteLine(Invariant($"{replies.Replies} greedy replies: BLEU {replies.Bleu:0.000}, ROUGE-1 {replies.Rouge1:0.000}, ROUGE-2 {replies.Rouge2:0.000}, ROUGE-L {replies.RougeL:0.000}"));
        if (result.Report is not { } report)
            return;
        var table = new Table().AddColumn("class");
        foreach (var column in new[] { "precision", "recall", "F1", "support" })
            table.AddColumn(new TableColumn(column).RightAligned());
        foreach (var (label, found) in result.Labels.Zip(report.Classes))
            table.AddRow(Markup.Escape(label), Share(found.Precision), Share(found.Recall), Share(found.F1), Invariant($"{found.Support:N0}"));
        table.AddRow("macro", Share(report.MacroPrecision), Share(report.MacroRecall), Share(report.MacroF1), Invariant($"{report.Classes.Sum(found => found.Support):N0}"));
        AnsiConsole.Write(table);
    }

    private static string Share(double value) => Invariant($"{value:0.000}");

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
