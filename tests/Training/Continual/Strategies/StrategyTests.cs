using Samantha.Training.Continual;
using Samantha.Training.Continual.Learners;
using Samantha.Training.Continual.Strategies;
using Samantha.Training.Data;

namespace Samantha.Training.Tests.Continual.Strategies;

/// <summary>Every strategy on two tasks that share rows but not classes, so that learning the second alone ruins the first.</summary>
public sealed class StrategyTests
{
    // A row of its own for each sample, and one that is the same in both tasks.
    private static readonly Bag[] First = [new([0, 4], 0), new([1, 4], 1), new([0, 0, 4], 0), new([1, 1, 4], 1)];
    private static readonly Bag[] Second = [new([2, 4], 2), new([3, 4], 3), new([2, 2, 4], 2), new([3, 3, 4], 3)];

    public static TheoryData<string> Names => [.. StrategyCatalog.All.Where(entry => !entry.OncePerSample).Select(entry => entry.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Observe_OneTask_LearnsIt(string name)
    {
        using var taught = new Taught(name);
        var first = taught.Learn(0, First, 40);
        taught.Learner.Predict(First).ShouldBe(First.Select(bag => bag.Class));
        taught.Loss(First).ShouldBeLessThan(first);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Observe_SameSeed_MakesTheSameModel(string name)
    {
        using var one = new Taught(name);
        using var other = new Taught(name);
        foreach (var taught in new[] { one, other })
        {
            taught.Learn(0, First, 10);
            taught.Learn(1, Second, 10);
        }

        one.Learner.Table.Values.ToArray().ShouldBe(other.Learner.Table.Values.ToArray());
    }

    [Theory]
    [InlineData("ewc")]
    [InlineData("lwf")]
    [InlineData("a-gem")]
    [InlineData("a-gem-dense")]
    [InlineData("replay")]
    [InlineData("replay-class")]
    [InlineData("replay-domain")]
    [InlineData("replay-all")]
    [InlineData("der++")]
    public void Observe_AnotherTask_LosesLessOfTheFirstThanSequentialTraining(string name)
    {
        using var taught = new Taught(name);
        using var sequential = new Taught("sequential");
        foreach (var learner in new[] { taught, sequential })
        {
            // A model that is sure of everything depends on nothing, says the Fisher information: it ends before.
            learner.Learn(0, First, 8);
            learner.Learn(1, Second, 8);
        }

        taught.Loss(First).ShouldBeLessThan(sequential.Loss(First));
    }

    [Fact]
    public void Observe_EwcWithoutStrength_IsSequentialTraining()
    {
        using var loose = new Taught("ewc", new StrategyOptions { EwcStrength = 0 });
        using var sequential = new Taught("sequential");
        foreach (var learner in new[] { loose, sequential })
        {
            learner.Learn(0, First, 5);
            learner.Learn(1, Second, 5);
        }

        loose.Learner.Table.Values.ToArray().ShouldBe(sequential.Learner.Table.Values.ToArray(), 1e-5f);
    }

    [Fact]
    public void Observe_Adversary_MovesEmbeddingsOnlyByTheStep()
    {
        // A step of the optimizer that is none leaves the table where it was: the attack put it back, bit for bit.
        using var taught = new Taught("sequential", new StrategyOptions { Adversary = 0.5 }, new AdamOptions { LearningRate = 0 });
        var before = taught.Learner.Table.Values.ToArray();
        taught.Learn(0, First, 3);
        taught.Learner.Table.Values.ToArray().ShouldBe(before);
    }

    [Fact]
    public void Observe_Adversary_ChangesWhatIsLearned()
    {
        using var attacked = new Taught("sequential", new StrategyOptions { Adversary = 0.5 });
        using var plain = new Taught("sequential");
        attacked.Learn(0, First, 3);
        plain.Learn(0, First, 3);
        attacked.Learner.Table.Values.ToArray().ShouldNotBe(plain.Learner.Table.Values.ToArray());
    }

    [Fact]
    public void Create_UnknownName_SaysWhichThereAre()
    {
        using var learner = new BagLearner();
        using var adam = new Adam(learner.Parameters, new AdamOptions());
        Should.Throw<ArgumentException>(() => StrategyCatalog.Create("nonsense", new StrategySetting<Bag>(learner, adam, new StrategyOptions())))
            .Message.ShouldContain("der++");
    }

    [Fact]
    public void Create_MemoryByClassWithoutClasses_Throws()
    {
        using var learner = new BagLearner();
        using var adam = new Adam(learner.Parameters, new AdamOptions());
        Should.Throw<ArgumentException>(() => StrategyCatalog.Create("replay-class", new StrategySetting<Bag>(learner, adam, new StrategyOptions())));
    }

    private sealed class Taught : IDisposable
    {
        private readonly Adam adam;
        private readonly IStrategy<Bag> strategy;
        private readonly SplitMix64 random = new(4);

        public Taught(string name, StrategyOptions? options = null, AdamOptions? optimizer = null)
        {
            adam = new Adam(Learner.Parameters, optimizer ?? new AdamOptions { LearningRate = 0.05 });
            strategy = StrategyCatalog.Create(name, new StrategySetting<Bag>(Learner, adam, (options ?? new StrategyOptions()) with { Memory = 3, ReplayBatch = 2 })
            {
                ClassOf = bag => bag.Class,
                Embeddings = [Learner.Table],
            });
        }

        public BagLearner Learner { get; } = new();

        public double Learn(int task, Bag[] data, int epochs)
        {
            var first = Loss(data);
            strategy.Begin(task);
            for (var epoch = 0; epoch < epochs; epoch++)
            {
                var order = data.ToArray();
                random.Shuffle(order);
                foreach (var batch in order.Chunk(2))
                    strategy.Observe(batch);
            }

            // Often enough that labels drawn from the model are not only the likeliest.
            strategy.End(task, [.. Enumerable.Repeat(data, 50).SelectMany(repeated => repeated)]);
            return first;
        }

        public double Loss(Bag[] data)
        {
            using var scope = TorchSharp.torch.NewDisposeScope();
            return TorchSharp.torch.nn.functional.cross_entropy(Learner.Scores(data), Learner.Labels(data)).item<float>();
        }

        public void Dispose()
        {
            strategy.Dispose();
            adam.Dispose();
            Learner.Dispose();
        }
    }
}
