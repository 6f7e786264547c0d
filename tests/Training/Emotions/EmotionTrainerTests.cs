using Samantha.Modeling.Emotions;
using Samantha.Training.Emotions;

namespace Samantha.Training.Tests.Emotions;

[Collection(Runs.RandomGenerator.Name)]
public sealed class EmotionTrainerTests
{
    private static readonly EmotionTrainingOptions Small = new()
    {
        Networks = 1,
        EmbeddingSize = 12,
        StateSize = 8,
        Epochs = 6,
        BatchSize = 16,
        LearningRate = 2e-2,
        Ngrams = 300,
        Penalty = 1,
    };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void Train_SentencesWithTellingWords_LearnsThem()
    {
        using var folder = new TemporaryFolder();
        var progress = new Lines();

        var macro = EmotionTrainer.Train(MoodySentences.Create(400, 1), MoodySentences.Create(200, 2), folder.At("emotions"), progress, Small, Cancellation);

        var classifier = EmotionClassifier.Load(folder.At("emotions"));
        classifier.Classify("so furious about the thing").Dominant.ShouldBe("anger");
        classifier.Classify("really delighted today").Labels.ShouldBe(["joy"]);
        var report = EmotionEvaluator.Evaluate(classifier, MoodySentences.Create(200, 3));
        report.MicroF1.ShouldBeGreaterThan(0.97);
        report.CalibrationError.ShouldBeLessThan(0.05);

        // Only four of the labels occur, and so the mean over all is at most a seventh.
        macro.ShouldBe(4.0 / EmotionLabels.Count, 0.01);
        progress.All.ShouldContain(line => line.Contains("epoch 6/6") && line.Contains("left"));

        var explained = classifier.Explain("my friend said thanks about the whole thing");
        explained.Words.MaxBy(word => word.Influence)!.Word.ShouldBe("thanks");
    }

    [Fact]
    public void Train_AgainOverAnOlderClassifier_ReplacesItAndKeepsTheCard()
    {
        using var folder = new TemporaryFolder();
        var quick = Small with { Epochs = 1 };
        EmotionTrainer.Train(MoodySentences.Create(60, 1), MoodySentences.Create(40, 2), folder.At("emotions"), null, quick, Cancellation);
        var weights = Path.Combine(folder.At("emotions"), "model.safetensors");
        var first = File.ReadAllBytes(weights);
        File.WriteAllText(Path.Combine(folder.At("emotions"), "README.md"), "card");

        EmotionTrainer.Train(MoodySentences.Create(60, 5), MoodySentences.Create(40, 2), folder.At("emotions"), null, quick, Cancellation);

        File.ReadAllBytes(weights).ShouldNotBe(first);
        File.ReadAllText(Path.Combine(folder.At("emotions"), "README.md")).ShouldBe("card");
    }

    [Fact]
    public void Train_Cancelled_WritesNothing()
    {
        using var folder = new TemporaryFolder();
        using var cancellation = new CancellationTokenSource();
        cancellation.Cancel();

        Should.Throw<OperationCanceledException>(() => EmotionTrainer.Train(
            MoodySentences.Create(60, 1), MoodySentences.Create(40, 2), folder.At("emotions"), null, Small, cancellation.Token));

        Directory.Exists(folder.At("emotions")).ShouldBeFalse();
    }

    private sealed class Lines : IProgress<string>
    {
        public List<string> All { get; } = [];

        public void Report(string value) => All.Add(value);
    }
}
