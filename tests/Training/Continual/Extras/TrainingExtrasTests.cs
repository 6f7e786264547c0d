using FsCheck;
using FsCheck.Fluent;
using Samantha.Training.Continual;
using Samantha.Training.Continual.Benchmarks;
using Samantha.Training.Continual.Extras;
using Samantha.Training.Continual.Learners;
using Samantha.Training.Continual.Strategies;
using Samantha.Training.Data;
using static TorchSharp.torch;

namespace Samantha.Training.Tests.Continual.Extras;

public sealed class TrainingExtrasTests
{
    private static readonly Bag[] Data = [new([0], 0), new([1], 1)];

    [Fact]
    public void Logits_AugmentedLearner_ChangesSamplesOnlyWhileItLearns()
    {
        using var scope = NewDisposeScope();
        using var learner = new BagLearner();
        var augmented = new AugmentedLearner<Bag>(learner, (bag, _) => bag with { Rows = [2] }, new SplitMix64(1));
        augmented.Logits(Data)[0].Equals(learner.Logits([new([2], 0)])[0]).ShouldBeTrue();
        using (no_grad())
            augmented.Logits(Data)[0].Equals(learner.Logits(Data)[0]).ShouldBeTrue();
    }

    [Fact]
    public void Predict_WeightAveraging_AnswersByTheAverageAndLeavesTheWeights()
    {
        using var scope = NewDisposeScope();
        using var learner = new BagLearner();
        using var adam = new Adam(learner.Parameters, new AdamOptions { LearningRate = 0.1 });
        var sequential = StrategyCatalog.Create("sequential", new StrategySetting<Bag>(learner, adam, new StrategyOptions()));
        using var averaging = new WeightAveraging<Bag>(sequential, learner, learner.Parameters, new WeightAveragingOptions { Every = 1 });
        var start = learner.Scores(Data);
        averaging.Observe(Data);
        var weights = learner.Scores(Data);
        averaging.Scores(Data).Equals(weights).ShouldBeFalse();
        averaging.Scores(Data).Equals(start).ShouldBeFalse();
        learner.Scores(Data).Equals(weights).ShouldBeTrue();
    }

    [Theory]
    [InlineData(new double[0], false)]
    [InlineData(new[] { 0.5 }, false)]
    [InlineData(new[] { 0.5, 0.6 }, false)]
    [InlineData(new[] { 0.5, 0.6, 0.6 }, true)]
    [InlineData(new[] { 0.5, 0.4 }, true)]
    public void IsEnough_PatienceOfOneEpoch_EndsWhereNothingRises(double[] accuracies, bool enough) => new EarlyStopping(Patience: 1).IsEnough(accuracies).ShouldBe(enough);

    [Fact]
    public void Divide_AnySamples_LearnsOrJudgesEach()
    {
        Prop.ForAll(Gen.Choose(0, 50).Zip(Gen.Choose(1, 50)).ToArbitrary(), given =>
        {
            var (count, share) = given;
            var samples = Enumerable.Range(0, count).ToList();
            var (learned, judged) = new EarlyStopping(share / 100.0).Divide(samples);
            return learned.Concat(judged).Order().SequenceEqual(samples) && judged.Count <= count / 2 + 1;
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Change_WordDropout_KeepsOrderAndAtLeastOneWord()
    {
        var query = new Query("one two three four", 0, NgramHashing.Hash("one two three four"));
        for (var seed = 0; seed < 50; seed++)
        {
            var changed = new WordDropout(0.5).Change(query, new SplitMix64(seed));
            var words = changed.Text.Split(' ');
            words.ShouldNotBeEmpty();
            query.Text.Split(' ').Where(words.Contains).ShouldBe(words);
            changed.Ngrams.ShouldBe(NgramHashing.Hash(changed.Text));
        }
    }
}
