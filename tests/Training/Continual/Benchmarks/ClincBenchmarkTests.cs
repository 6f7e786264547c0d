using System.Text.Json;
using Samantha.Training.Continual.Benchmarks;
using Samantha.Training.Continual.Strategies;

namespace Samantha.Training.Tests.Continual.Benchmarks;

public sealed class ClincBenchmarkTests
{
    private static readonly string[] Things = ["balance", "flight", "alarm", "recipe", "weather", "joke", "music", "movie", "taxi", "doctor"];

    [Fact]
    public void Run_JointMixture_LearnsAllAtOnceAndSaysWhatRefusingDoes()
    {
        using var folder = Folder();
        var benchmark = new ClincBenchmark(Clinc150.Read(folder.Path), "test", TimeProvider.System);
        var run = new ClincRun(JointMixture.Name, "domains", 0, int.MaxValue);

        var record = benchmark.Run(run);

        record.Matrix.ShouldHaveSingleItem().ShouldAllBe(accuracy => accuracy == 1);
        record.Scope!.InScopeAccuracy.ShouldBe(1);
        record.Scope.OutOfScopeRecall.ShouldBe(1);
        record.Looks.Count.ShouldBe(benchmark.Looks(run));
    }

    [Fact]
    public void KeepsOf_Name_IsTheCatalogsOrTheCeilings()
    {
        ClincBenchmark.KeepsOf("default").ShouldBe(Keeps.Nothing);
        ClincBenchmark.KeepsOf(JointMixture.Name).ShouldBe(Keeps.Everything);
        ClincBenchmark.Names.ShouldContain(JointMixture.Name);
        Should.Throw<ArgumentException>(() => ClincBenchmark.KeepsOf("no such"));
    }

    private static TemporaryFolder Folder()
    {
        var folder = new TemporaryFolder();
        string[][] Asked(params string[] ways) => [.. Things.SelectMany(thing => ways.Select(way => new[] { $"{way} {thing}", thing }))];
        string[][] None(params string[] texts) => [.. texts.Select(text => new[] { text, "oos" })];
        File.WriteAllText(folder["domains.json"], JsonSerializer.Serialize(Things.ToDictionary(thing => $"{thing} domain", thing => new[] { thing })));
        File.WriteAllText(folder["data_full.json"], JsonSerializer.Serialize(new Dictionary<string, string[][]>
        {
            ["train"] = Asked("i want the", "give me a", "please find my"),
            ["val"] = Asked("can i have a", "where is my"),
            ["test"] = Asked("i need the", "get my"),
            ["oos_train"] = None("do zebras eat grass", "why is grass green"),
            ["oos_val"] = None("are zebras green"),
            ["oos_test"] = None("zebras eat green grass"),
        }));
        return folder;
    }
}
