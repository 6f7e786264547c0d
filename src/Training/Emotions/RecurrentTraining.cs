using System.Diagnostics;
using Samantha.Modeling.Emotions;
using static TorchSharp.torch;

namespace Samantha.Training.Emotions;

/// <summary>Trains one recurrent network with Adam on the summed binary cross-entropies of the labels.</summary>
internal static class RecurrentTraining
{
    // Rarer labels than this count more, by the square root of how much rarer they are, at most by that of ten.
    private const float CommonShare = 0.05f;
    private const float MostRare = 10;

    // Texts of about one length share a batch: shuffled, cut into so many parts, each sorted by length.
    private const int Parts = 20;

    public static RecurrentScorer Train(
        IReadOnlyList<EmotionExample> examples,
        IReadOnlyList<int[]> texts,
        int vocabulary,
        EmotionTrainingOptions options,
        int seed,
        Action<string> report)
    {
        manual_seed(seed);
        var random = new Random(seed);
        using var network = new LabelAttentionNetwork(vocabulary, options.EmbeddingSize, options.StateSize, options.Dropout);
        using var optimizer = optim.AdamW(network.parameters(), options.LearningRate, weight_decay: 0);
        using var rarity = Rarity(examples);
        var batches = (texts.Count + options.BatchSize - 1) / options.BatchSize;
        var steps = options.Epochs * batches;
        var clock = Stopwatch.StartNew();
        network.train();
        for (var (epoch, step) = (0, 0); epoch < options.Epochs; epoch++)
        {
            var loss = 0.0;
            foreach (var batch in Batches(texts, options.BatchSize, random))
            {
                foreach (var group in optimizer.ParamGroups)
                    group.LearningRate = options.LearningRate * (1 - (double)step / steps);
                loss += Step(network, optimizer, rarity, [.. batch.Select(i => texts[i])], [.. batch.Select(i => examples[i])], options);
                step++;
            }

            var left = clock.Elapsed * ((double)(steps - step) / step);
            report($"epoch {epoch + 1}/{options.Epochs}, loss {loss / batches:0.000}, {clock.Elapsed:m\\:ss} gone, {left:m\\:ss} left");
        }

        return new RecurrentScorer(network.Export());
    }

    private static double Step(
        LabelAttentionNetwork network,
        optim.Optimizer optimizer,
        Tensor rarity,
        int[][] texts,
        EmotionExample[] examples,
        EmotionTrainingOptions options)
    {
        using var scope = NewDisposeScope();
        var loss = nn.functional.binary_cross_entropy_with_logits(
            network.call(Pad(texts)), Targets(examples), reduction: nn.Reduction.Sum, pos_weights: rarity) / texts.Length;
        optimizer.zero_grad();
        loss.backward();
        nn.utils.clip_grad_norm_(network.parameters(), options.ClipNorm);
        optimizer.step();
        return loss.item<float>();
    }

    private static List<int[]> Batches(IReadOnlyList<int[]> texts, int size, Random random)
    {
        var order = Enumerable.Range(0, texts.Count).ToArray();
        random.Shuffle(order);
        var part = (order.Length + Parts - 1) / Parts;
        var batches = order.Chunk(part)
            .SelectMany(indices => indices.OrderBy(i => texts[i].Length))
            .Chunk(size)
            .ToArray();
        random.Shuffle(batches);
        return [.. batches];
    }

    private static Tensor Pad(int[][] texts)
    {
        var longest = Math.Max(texts.Max(text => text.Length), 1);
        var ids = new long[texts.Length * longest];
        foreach (var (row, text) in texts.Index())
        {
            for (var t = 0; t < text.Length; t++)
                ids[row * longest + t] = text[t];
        }

        return tensor(ids, [texts.Length, longest]);
    }

    private static Tensor Targets(EmotionExample[] examples)
    {
        var targets = new float[examples.Length * EmotionLabels.Count];
        foreach (var (row, example) in examples.Index())
        {
            foreach (var label in example.Labels)
                targets[row * EmotionLabels.Count + label] = 1;
        }

        return tensor(targets, [examples.Length, EmotionLabels.Count]);
    }

    private static Tensor Rarity(IReadOnlyList<EmotionExample> examples)
    {
        var weights = new float[EmotionLabels.Count];
        for (var label = 0; label < weights.Length; label++)
        {
            var share = (float)examples.Count(example => example.Labels.Contains(label)) / examples.Count;
            weights[label] = MathF.Sqrt(share > 0 ? Math.Clamp(CommonShare / share, 1, MostRare) : MostRare);
        }

        return tensor(weights);
    }
}
