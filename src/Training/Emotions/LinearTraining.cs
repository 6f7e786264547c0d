using Samantha.Modeling.Emotions;

namespace Samantha.Training.Emotions;

/// <summary>Trains the linear part: one support vector machine for each label over n-grams weighted by tf-idf.</summary>
internal static class LinearTraining
{
    /// <summary>
    /// Trains on every n-gram that is common enough, keeps those whose weights are the longest over all labels, and trains
    /// again on them alone.
    /// </summary>
    public static LinearScorer Train(
        IReadOnlyList<EmotionExample> examples,
        IReadOnlyList<IReadOnlyList<EmotionToken>> texts,
        EmotionTrainingOptions options,
        Action<string> report)
    {
        var vocabulary = Count(texts, options);
        report($"linear part: {vocabulary.Count:N0} n-grams");
        var scorer = Train(vocabulary, examples, texts, options);
        if (vocabulary.Count <= options.Ngrams)
            return scorer;

        report($"linear part: again with the {options.Ngrams:N0} that weigh most");
        return Train(Strongest(scorer, options.Ngrams), examples, texts, options);
    }

    private static NgramVocabulary Count(IReadOnlyList<IReadOnlyList<EmotionToken>> texts, EmotionTrainingOptions options)
    {
        var counts = new Dictionary<uint, int>();
        foreach (var text in texts)
        {
            foreach (var fingerprint in NgramExtractor.Extract(text).Distinct())
                counts[fingerprint] = counts.GetValueOrDefault(fingerprint) + 1;
        }

        var kept = counts
            .Where(count => count.Value >= (count.Key < NgramExtractor.FirstOfCharacters ? options.MinimumWordTexts : options.MinimumCharacterTexts))
            .OrderBy(count => count.Key)
            .ToArray();
        return new NgramVocabulary(
            [.. kept.Select(count => count.Key)],
            [.. kept.Select(count => MathF.Log((1f + texts.Count) / (1f + count.Value)) + 1)]);
    }

    private static NgramVocabulary Strongest(LinearScorer scorer, int count)
    {
        var strength = Enumerable.Range(0, scorer.Vocabulary.Count)
            .Select(i => System.Numerics.Tensors.TensorPrimitives.Norm(scorer.Weights.Slice(i * EmotionLabels.Count, EmotionLabels.Count)))
            .ToArray();
        var kept = Enumerable.Range(0, strength.Length).OrderByDescending(i => strength[i]).Take(count).Order().ToArray();
        return new NgramVocabulary(
            [.. kept.Select(i => scorer.Vocabulary.Fingerprints[i])],
            [.. kept.Select(i => scorer.Vocabulary.InverseDocumentFrequencies[i])]);
    }

    private static LinearScorer Train(
        NgramVocabulary vocabulary,
        IReadOnlyList<EmotionExample> examples,
        IReadOnlyList<IReadOnlyList<EmotionToken>> texts,
        EmotionTrainingOptions options)
    {
        var vectors = texts.AsParallel().AsOrdered().Select(vocabulary.Vectorize).ToArray();
        var weights = new float[vocabulary.Count * EmotionLabels.Count];
        var biases = new float[EmotionLabels.Count];
        Parallel.For(0, EmotionLabels.Count, label =>
        {
            var machine = SupportVectorMachine.Train(
                vectors, vocabulary.Count, i => examples[i].Labels.Contains(label), options.Penalty, options.PositiveWeight, options.Seed + label);
            for (var i = 0; i < vocabulary.Count; i++)
                weights[i * EmotionLabels.Count + label] = machine[i];
            biases[label] = machine[^1];
        });
        return new LinearScorer(vocabulary, weights, biases);
    }
}
