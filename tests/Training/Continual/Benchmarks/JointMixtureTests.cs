using Samantha.Modeling.Heads;
using Samantha.Training.Continual.Benchmarks;
using Samantha.Training.Continual.Learners;

namespace Samantha.Training.Tests.Continual.Benchmarks;

public sealed class JointMixtureTests
{
    private static readonly Query[] Classed =
    [
        .. Queries(0, "what is my balance", "the balance of my account", "show my balance please"),
        .. Queries(1, "book a flight to boston", "a flight to denver please", "find me a flight"),
    ];

    private static readonly Query[] Others = Queries(-1, "do zebras eat grass", "why do zebras sleep", "grass is green");

    [Fact]
    public void Predict_TaughtAtOnce_KnowsTheClassesAndNeverSaysNone()
    {
        using var mixture = Taught();

        mixture.Predict(Classed).ShouldBe(Classed.Select(query => query.Class));
        mixture.Predict(Others).ShouldAllBe(@class => @class == 0 || @class == 1);
    }

    [Fact]
    public void Answers_QueryOfNone_IsLessConfidentThanAnyOther()
    {
        using var mixture = Taught();

        var held = mixture.Answers(Queries(0, "my account balance", "flight to boston"));
        var none = mixture.Answers(Queries(-1, "zebras sleep on grass", "green zebras"));

        held.Min(answer => answer.Confidence).ShouldBeGreaterThan(none.Max(answer => answer.Confidence));
    }

    [Fact]
    public void Predict_BeforeTheEnd_IsWhatTheNetsSay()
    {
        using var mixture = Untaught();
        for (var i = 0; i < 60; i++)
            mixture.Observe(Classed);

        mixture.Predict(Classed).ShouldBe(Classed.Select(query => query.Class));
    }

    private static JointMixture Taught()
    {
        var mixture = Untaught();
        mixture.Begin(0);
        for (var i = 0; i < 40; i++)
            mixture.Observe(Classed);
        mixture.End(0, Classed);
        return mixture;
    }

    private static JointMixture Untaught() =>
        new(2, Others, 0.5, TextHeads.Default(seed: 0, width: 128, buckets: 4096), new AdamOptions { LearningRate = 0.005 }, seed: 0);

    private static Query[] Queries(int @class, params string[] texts) => [.. texts.Select(text => new Query(text, @class, NgramHashing.Hash(text)))];
}
