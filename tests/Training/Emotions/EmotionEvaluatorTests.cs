using Samantha.Modeling.Emotions;
using Samantha.Training.Emotions;

namespace Samantha.Training.Tests.Emotions;

public sealed class EmotionEvaluatorTests
{
    private static readonly Lazy<EmotionClassifier> Shipped = new(() => EmotionClassifier.Load(Repository.Emotions));

    [Fact]
    public void DecisionCounts_Ratios_AreThoseOfTheDefinitions()
    {
        var counts = new DecisionCounts(6, 2, 4);

        counts.Precision.ShouldBe(0.75);
        counts.Recall.ShouldBe(0.6);
        counts.F1.ShouldBe(2 * 0.75 * 0.6 / (0.75 + 0.6), 1e-12);
        new DecisionCounts().F1.ShouldBe(0);
    }

    [Fact]
    public void With_EveryOutcome_CountsInItsPlace() =>
        new DecisionCounts().With(true, true).With(true, false).With(false, true).With(false, false).ShouldBe(new DecisionCounts(1, 1, 1));

    [Fact]
    public void Evaluate_ShippedClassifier_AgreesWithACountByHand()
    {
        var classifier = Shipped.Value;
        EmotionExample[] examples =
        [
            new("Thank you so much!", [15]),
            new("I love you", [18]),
            new("Congratulations, I'm so proud of you", [0]),
            new("the meeting is at noon", [27]),
            new("", [17]),
        ];

        var report = EmotionEvaluator.Evaluate(classifier, examples);

        var decided = examples.Select(example => classifier.Classify(example.Text).Labels).ToArray();
        foreach (var (label, result) in report.Labels.Index())
        {
            var right = examples.Zip(decided).Count(pair => pair.First.Labels.Contains(label) && pair.Second.Contains(result.Label));
            var said = decided.Count(labels => labels.Contains(result.Label));
            result.Support.ShouldBe(examples.Count(example => example.Labels.Contains(label)));
            result.Precision.ShouldBe(said == 0 ? 0 : (double)right / said, 1e-12);
            result.Recall.ShouldBe(result.Support == 0 ? 0 : (double)right / result.Support, 1e-12);
        }

        report.MacroF1.ShouldBe(report.Labels.Average(label => label.F1), 1e-12);
        report.Texts.ShouldBe(5);
    }

    [Fact]
    public void Evaluate_ShippedClassifierOnTest_ReachesWhatItsCardSays()
    {
        Assert.SkipUnless(Repository.GoEmotions is not null, "../shared/data/goemotions is absent");

        var report = EmotionEvaluator.Evaluate(Repository.Emotions, Repository.GoEmotions!);

        report.Texts.ShouldBe(5427);
        report.MacroF1.ShouldBeGreaterThan(0.49);
        report.MicroF1.ShouldBeGreaterThan(0.55);
        report.CalibrationError.ShouldBeLessThan(0.02);
    }

    [Fact]
    public void ShippedClassifier_Files_AreSmall() =>
        Directory.EnumerateFiles(Repository.Emotions).Sum(file => new FileInfo(file).Length).ShouldBeLessThan(8_500_000);

    [Theory]
    [InlineData("Thank you so much, that really helped!", "gratitude")]
    [InlineData("I love you", "love")]
    [InlineData("This makes me so angry", "anger")]
    [InlineData("lol that's hilarious 😂", "amusement")]
    [InlineData("I'm really scared of tomorrow", "fear")]
    [InlineData("sorry, my mistake", "remorse")]
    [InlineData("what do you mean by that?", "curiosity")]
    [InlineData("The train leaves from platform nine.", "neutral")]
    public void ShippedClassifier_PlainFeelings_AreRead(string text, string expected) =>
        Shipped.Value.Classify(text).Labels.ShouldContain(expected);

    [Fact]
    public void ToMarkdown_Report_HasARowForEachLabel()
    {
        var report = EmotionEvaluator.Evaluate(Shipped.Value, [new EmotionExample("hello there", [27])]);

        var text = report.ToMarkdown();

        EmotionLabels.Names.ShouldAllBe(label => text.Contains($"| {label} |"));
        text.ShouldContain("**macro**");
    }
}
