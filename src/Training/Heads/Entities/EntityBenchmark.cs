using Samantha.Modeling.Heads.Entities;
using Samantha.Training.Data;

namespace Samantha.Training.Heads.Entities;

/// <summary>Named entities that are new and rare (WNUT17; Derczynski et al. 2017): those of the test were never seen in training.</summary>
public static class EntityBenchmark
{
    private const int Epochs = 12;
    private const int BatchSize = 32;

    /// <summary>The data set's types of entities.</summary>
    public static IReadOnlyList<string> Types { get; } = ["corporation", "creative-work", "group", "location", "person", "product"];

    /// <summary>Teaches a tagger the training set, chooses its boldness on the development set, and measures it on the test set.</summary>
    /// <param name="dataSets">The folder of the data set, or the one that holds it as <c>wnut17</c>.</param>
    /// <param name="progress">Is told the share of the training that is done.</param>
    /// <param name="cancellationToken">Stops between batches.</param>
    public static EntityReport Run(string dataSets, IProgress<double>? progress = null, CancellationToken cancellationToken = default)
    {
        var folder = Directory.Exists(Path.Combine(dataSets, "wnut17")) ? Path.Combine(dataSets, "wnut17") : dataSets;
        var train = ConllFile.Read(Path.Combine(folder, "wnut17train.conll"));
        var tune = ConllFile.Read(Path.Combine(folder, "emerging.dev.conll"));
        var test = ConllFile.Read(Path.Combine(folder, "emerging.test.annotated"));
        var trainer = new TaggerTrainer(Types);
        for (var epoch = 0; epoch < Epochs; epoch++)
        {
            var order = train.ToArray();
            new SplitMix64(0, epoch).Shuffle(order);
            foreach (var batch in order.Chunk(BatchSize))
            {
                cancellationToken.ThrowIfCancellationRequested();
                trainer.Observe(batch);
            }

            progress?.Report((epoch + 1.0) / Epochs);
        }

        var tagger = trainer.Average();
        tagger.Boldness = Enumerable.Range(0, 31).Select(step => 0.5f * step).MaxBy(boldness => F1(tagger, tune, boldness));
        return EntityReport.Measure(tagger, test);
    }

    private static double F1(EntityTagger tagger, IReadOnlyList<TaggedSentence> sentences, float boldness)
    {
        tagger.Boldness = boldness;
        return EntityReport.Measure(tagger, sentences).Micro.F1;
    }
}
