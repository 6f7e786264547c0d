using Samantha.Modeling.Heads.Entities;
using Samantha.Training.Data;

namespace Samantha.Training.Heads.Entities;

/// <summary>Named entities that are new and rare (WNUT17; Derczynski et al. 2017): those of the test were never seen in training.</summary>
/// <param name="dataSets">The folder of the data sets, which holds this one as <c>wnut17</c> and raw text beside it.</param>
public sealed class EntityBenchmark(string dataSets)
{
    public const string Name = "entities";

    private const int Epochs = 15;
    private const int BatchSize = 32;

    // Read when it is first needed: it takes half a minute.
    private WordKnowledge? words;

    /// <summary>The data set's types of entities.</summary>
    public static IReadOnlyList<string> Types { get; } = ["corporation", "creative-work", "group", "location", "person", "product"];

    /// <summary>Teaches a tagger the training set, chooses its boldness on the development set, and measures it on the test set.</summary>
    /// <param name="isStream">Whether the sentences come once, in the set's order; else again and again, each time in another.</param>
    /// <param name="progress">Is told the share of the training that is done.</param>
    /// <param name="cancellationToken">Stops between batches.</param>
    /// <exception cref="TrainingDataException">A file is missing or malformed.</exception>
    public HeadResult Run(bool isStream, IProgress<double>? progress = null, CancellationToken cancellationToken = default)
    {
        var started = Environment.CpuUsage.TotalTime;
        var train = Read("wnut17train.conll");
        var tune = Read("emerging.dev.conll");
        var test = Read("emerging.test.annotated");
        var trainer = new TaggerTrainer(Types, words ??= Words(cancellationToken), new TaggerOptions());
        TaggedSentence[][] lessons = [.. (isStream ? train : Shuffled(train)).Chunk(BatchSize)];
        foreach (var (i, batch) in lessons.Index())
        {
            cancellationToken.ThrowIfCancellationRequested();
            trainer.Observe(batch);
            progress?.Report((i + 1.0) / lessons.Length);
        }

        var tagger = trainer.Tagger;
        tagger.Boldness = Enumerable.Range(0, 17).Select(step => 0.5f * step).MaxBy(boldness => F1(tagger, tune, boldness));
        var report = EntityReport.Measure(tagger, test);
        return new HeadResult(Name, "tagger", isStream, Types, report.Types, report.Micro, Accuracy: null, Scope: null, Environment.CpuUsage.TotalTime - started);
    }

    private IReadOnlyList<TaggedSentence> Read(string file) => ConllFile.Read(Path.Combine(dataSets, "wnut17", file));

    private WordKnowledge Words(CancellationToken cancellationToken)
    {
        var reader = new WordReader();
        foreach (var tokens in RawText.Read(dataSets))
        {
            cancellationToken.ThrowIfCancellationRequested();
            reader.Read(tokens);
        }

        return reader.Know([64, 256], cancellationToken);
    }

    private static IEnumerable<TaggedSentence> Shuffled(IReadOnlyList<TaggedSentence> sentences) => Enumerable.Range(0, Epochs).SelectMany(epoch =>
    {
        var order = sentences.ToArray();
        new SplitMix64(0, epoch).Shuffle(order);
        return order;
    });

    private static double F1(EntityTagger tagger, IReadOnlyList<TaggedSentence> sentences, float boldness)
    {
        tagger.Boldness = boldness;
        return EntityReport.Measure(tagger, sentences).Micro.F1;
    }
}
