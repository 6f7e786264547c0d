using Samantha.Modeling.Emotions;
using Samantha.Modeling.Heads;
using Samantha.Training.Emotions;
using Samantha.Training.Heads;
using Samantha.Training.Tests.Emotions;

namespace Samantha.Training.Tests.Heads;

public sealed class EmotionTaskTests
{
    private const int Gratitude = 15, Joy = 17;

    [Fact]
    public void Stream_TextsOfTwoLabels_FindsBothAndNoOther()
    {
        using var folder = DataSet();

        var result = new EmotionTask(folder.Path).Stream(TextHeads.Default(seed: 0, width: 256, buckets: 1 << 14));

        result.IsStream.ShouldBeTrue();
        result.Classes[Gratitude].F1.ShouldBeGreaterThan(0.9);
        result.Classes[Joy].F1.ShouldBeGreaterThan(0.9);
        result.Micro.F1.ShouldBeGreaterThan(0.9); // what was decided for other labels would be wrong
        result.Micro.Support.ShouldBe(80);
    }

    [Fact]
    public void Measure_ShippedClassifier_IsWhatItsEvaluatorSays()
    {
        using var folder = DataSet();
        var classifier = EmotionClassifier.Load(Repository.Emotions);

        var result = new EmotionTask(folder.Path).Measure(classifier);

        var expected = EmotionEvaluator.Evaluate(classifier, GoEmotions.Read(folder.Path, "test"));
        result.Classes.Select(figures => (figures.Precision, figures.Recall, figures.F1, figures.Support))
            .ShouldBe(expected.Labels.Select(label => (label.Precision, label.Recall, label.F1, label.Support)));
        result.Micro.F1.ShouldBe(expected.MicroF1);
        result.MacroF1.ShouldBe(expected.MacroF1, 1e-12);
    }

    private static TemporaryFolder DataSet()
    {
        var folder = new TemporaryFolder();
        File.WriteAllLines(folder["labels.txt"], EmotionLabels.Names);
        File.WriteAllText(folder["train.tsv"], "thanks a lot\t15\ta\nmany thanks to you\t15\tb\nwhat a happy day\t17\tc\nso happy\t17\td\nthanks, i am happy\t15,17\te\n");
        // Bars are smoothed over several texts: as many of each are needed.
        var held = string.Concat(Enumerable.Range(0, 20).Select(i => $"thanks {i}\t15\ta\nhappy {i}\t17\tb\nhappy, thanks {i}\t15,17\tc\n"));
        File.WriteAllText(folder["dev.tsv"], held);
        File.WriteAllText(folder["test.tsv"], held);
        return folder;
    }
}
