using Samantha.Modeling.Emotions;
using Samantha.Training.Emotions;
using static TorchSharp.torch;

namespace Samantha.Training.Tests.Emotions;

public sealed class LabelAttentionNetworkTests
{
    private const float Tolerance = 1e-4f;

    [Fact]
    public void Export_Weights_ScoreAsTheNetworkDoes()
    {
        using var network = Network();
        var scorer = new RecurrentScorer(network.Export());
        int[] words = [3, 1, 7, 19, 7, 2];

        var scores = new float[EmotionLabels.Count];
        scorer.Score(words, scores);

        var expected = Scores(network, [words]);
        for (var label = 0; label < scores.Length; label++)
            scores[label].ShouldBe(expected[label], Tolerance);
    }

    [Fact]
    public void Forward_Padding_ChangesNothing()
    {
        using var network = Network();
        int[] words = [5, 9, 2];

        var padded = Scores(network, [[.. words, 0, 0, 0, 0], [1, 2, 3, 4, 5, 6, 7]]);

        var alone = Scores(network, [words]);
        for (var label = 0; label < EmotionLabels.Count; label++)
            padded[label].ShouldBe(alone[label], Tolerance);
    }

    [Fact]
    public void Backward_EveryWeight_HasAPart()
    {
        using var network = Network();
        using var scope = TorchSharp.torch.NewDisposeScope();
        network.call(tensor(new long[] { 3, 4, 5, 6 }, [1, 4])).pow(2).sum().backward();

        foreach (var (name, parameter) in network.named_parameters())
            parameter.grad!.abs().sum().item<float>().ShouldBeGreaterThan(0, name);
    }

    private static LabelAttentionNetwork Network()
    {
        var network = new LabelAttentionNetwork(words: 20, embeddingSize: 10, stateSize: 7, dropout: 0.5);
        network.eval();
        return network;
    }

    private static float[] Scores(LabelAttentionNetwork network, int[][] words)
    {
        using var scope = TorchSharp.torch.NewDisposeScope();
        using var ungraded = no_grad();
        var ids = tensor([.. words.SelectMany(text => text.Select(word => (long)word))], [words.Length, words[0].Length]);
        return network.call(ids).data<float>().ToArray();
    }
}
