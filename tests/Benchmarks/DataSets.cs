using System.CommandLine;
using Samantha.Modeling;
using Samantha.Modeling.Checkpoints;
using Samantha.Modeling.Tokenization;
using Samantha.Training.Data;
using Samantha.Training.Evaluation;

namespace Samantha.Benchmarks;

/// <summary>The folder of data sets, where there is one.</summary>
internal static class DataSets
{
    /// <summary>Every so many test dialogues are measured: enough for a tenth of a percent, few enough for a benchmark.</summary>
    private const int Every = 20;

    public static Option<DirectoryInfo?> Option() => new("--data-sets")
    {
        Description = "Folder of the data sets, for what is measured on held-out dialogues",
        DefaultValueFactory = _ => new DirectoryInfo(Path.Combine(Checkout.Root, "..", "shared", "data")) is { Exists: true } found ? found : null,
    };

    /// <summary>Bits per byte of a version on a fixed sample of the test dialogues, which nothing was ever trained on.</summary>
    public static double BitsPerByte(DirectoryInfo dataSets, string version)
    {
        var dialogues = SchemaGuidedCorpus.Read(dataSets.FullName, DataSplit.Test).Where((_, i) => i % Every == 0).Select(DialogueFormat.Dialogue).ToList();
        using var model = ModelFolder.LoadDecoder(version);
        return new LanguageEvaluator(HuggingFaceTokenizer.Load(version)).Score(model, dialogues).BitsPerByte;
    }
}
