using Samantha.Training.Continual.Language;
using Samantha.Training.Continual.Metrics;
using Samantha.Training.Data;

namespace Samantha.Training.Tests.Continual.Language;

public sealed class LanguageBenchmarkTests(TinyBase known)
{
    private static readonly LanguageStreamOptions Options = new()
    {
        Domains = ["numbers", "letters"],
        StepsPerDomain = 12,
        BatchRows = 3,
        ReplayRows = 3,
        Memory = 4,
        LookEvery = 6,
        LearningRate = 3e-3,
    };

    public static TheoryData<string> Names => [.. LanguageStrategies.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void Run_EveryStrategy_LearnsTheStreamInTheSameSteps(string name)
    {
        var result = Benchmark().Run(name);
        result.Steps.ShouldBe(24);
        var joint = LanguageStrategies.IsJoint(name);
        result.Perplexities.Count.ShouldBe(joint ? 1 : 2);
        result.Perplexities.ShouldAllBe(row => row.Count == 2);
        result.End[1].ShouldBeLessThan(result.Untrained[1]);
        result.Record.Looks.Select(look => look.Update).ShouldBe(joint ? [24] : [6, 12, 18, 24]);
        result.Record.Learning.ShouldBe(TimeSpan.FromSeconds(24 + (joint ? 2 : 4)));
        ContinualMetrics.Of(result.Record).Accuracy.ShouldBe(result.Record.Matrix[^1].Average());
    }

    [Fact]
    public void Run_Again_GivesTheSameNumbers()
    {
        var (one, other) = (Benchmark().Run(LanguageStrategies.Default), Benchmark().Run(LanguageStrategies.Default));
        one.Perplexities.SelectMany(row => row).ShouldBe(other.Perplexities.SelectMany(row => row));
    }

    [Fact]
    public void Run_RehearsalWithDistillation_ForgetsLessThanSequentialTraining()
    {
        var (kept, forgot) = (Benchmark().Run(LanguageStrategies.Default), Benchmark().Run("sequential"));
        kept.Perplexities[0].ShouldBe(forgot.Perplexities[0]);
        kept.End[0].ShouldBeLessThan(forgot.End[0]);
        kept.WorstEarlierAgainst(forgot).ShouldBe(kept.End[0] / forgot.End[0]);
    }

    [Fact]
    public void Run_NoSuchStrategy_NamesThoseThatThereAre() =>
        Should.Throw<ArgumentException>(() => Benchmark().Run("prayer")).Message.ShouldContain("sequential");

    private LanguageBenchmark Benchmark() => new([Domain("numbers", "one two three four five"), Domain("letters", "aa bb cc dd ee ff")], known.Folder, Options, new ManualTime(TimeSpan.FromSeconds(1)));

    private static LanguageDomain Domain(string name, string words)
    {
        var all = words.Split(' ');
        var rows = Enumerable.Range(0, 8).Select(i => Row($"user: {all[i % all.Length]} {all[(i + 1) % all.Length]}\nassistant: {all[(i + 2) % all.Length]}\n\n")).ToList();
        return new LanguageDomain(name, rows, rows.Take(3).ToList());
    }

    private static TokenExample Row(string text)
    {
        int[] ids = [TinyModel.Tokenizer.BeginOfSequenceId!.Value, .. TinyModel.Tokenizer.EncodeLiteral(text).Ids];
        return new TokenExample(ids, [TokenBatch.Ignored, .. ids[1..].Select(id => (long)id)]);
    }
}
