using Samantha.Training.Continual.Benchmarks;
using Samantha.Training.Continual.Learners;
using TorchSharp;
using static TorchSharp.torch;

namespace Samantha.Training.Tests.Continual.Benchmarks;

public sealed class QueryNetTests
{
    private static readonly Query[] Queries = [.. new[] { "pay my bill", "pay pay the bank", "hello", "" }.Select((text, i) => new Query(text, i, NgramHashing.Hash(text)))];

    [Fact]
    public void Backward_AnyQueries_GivesTheGradientsOfTheTableThatTorchGives()
    {
        using var scope = NewDisposeScope();
        using var net = new QueryNet(5, seed: 1);
        var table = (RowParameter)net.Embeddings;
        using var peer = nn.Embedding_from_pretrained(table.detach().clone(), freeze: false);

        net.Backward(nn.functional.cross_entropy(net.Logits(Queries), net.Labels(Queries)));
        var sums = Queries.Select(query => query.Ngrams.Length == 0
            ? zeros(128)
            : peer.call(tensor(query.Ngrams.Select(row => (long)row).ToArray())).sum([0]) / Math.Sqrt(query.Ngrams.Length)).ToArray();
        nn.functional.cross_entropy(net.Head(stack(sums)), net.Labels(Queries)).backward();

        var difference = (table.grad! - peer.weight!.grad!).abs().max().item<float>();
        difference.ShouldBeLessThan(1e-6f);
        table.Touched.Order().ShouldBe(Queries.SelectMany(query => query.Ngrams).Distinct().Order());
        table.grad!.abs().sum().item<float>().ShouldBeGreaterThan(0);
    }

    [Fact]
    public void Freeze_LearnerLearnsOn_AnswersAsThen()
    {
        using var net = new QueryNet(5, seed: 1);
        using var adam = new Adam(net.Parameters, new AdamOptions { LearningRate = 0.01 });
        using var scope = NewDisposeScope();
        var before = net.Scores(Queries);
        using var teacher = net.Freeze();
        net.Backward(nn.functional.cross_entropy(net.Logits(Queries), net.Labels(Queries)));
        adam.Step();
        teacher.Logits(Queries).Equals(before).ShouldBeTrue();
        net.Scores(Queries).Equals(before).ShouldBeFalse();
    }

    [Fact]
    public void Constructor_SameSeed_AnswersTheSame()
    {
        using var scope = NewDisposeScope();
        using var one = new QueryNet(5, seed: 7);
        using var same = new QueryNet(5, seed: 7);
        using var other = new QueryNet(5, seed: 8);
        one.Scores(Queries).Equals(same.Scores(Queries)).ShouldBeTrue();
        one.Scores(Queries).Equals(other.Scores(Queries)).ShouldBeFalse();
    }
}
