using Samantha.Modeling.Heads.Entities;

namespace Samantha.Training.Heads.Entities;

/// <summary>
/// Teaches a tagger sentence by sentence: where its best sequence is wrong, the right one's weights go up and its own down
/// (structured perceptron; Collins 2002). What is used is the mean of the weights over all sentences shown.
/// </summary>
public sealed class TaggerTrainer
{
    private readonly EntityTagger tagger;
    private readonly Dictionary<string, int> numbers;

    // Σ (sentences shown before an update) · update: the mean is weights - weighted / shown.
    private readonly double[] weighted;
    private readonly double[] weightedTransitions;
    private long shown;

    /// <param name="types">The types of entities.</param>
    /// <param name="buckets">The size of the table of weights.</param>
    public TaggerTrainer(IReadOnlyList<string> types, int buckets = 1 << 18)
    {
        tagger = new EntityTagger(types, buckets);
        numbers = tagger.Tags.Index().ToDictionary(tag => tag.Item, tag => tag.Index);
        weighted = new double[tagger.Weights.Length];
        weightedTransitions = new double[tagger.Transitions.Length];
    }

    /// <summary>Learns some sentences.</summary>
    /// <returns>The share of tokens that had another tag than they should.</returns>
    public double Observe(IReadOnlyList<TaggedSentence> batch)
    {
        var wrong = 0;
        foreach (var sentence in batch)
        {
            var features = TokenFeatures.Of(sentence.Tokens, tagger.Buckets);
            int[] right = [.. sentence.Tags.Select(tag => numbers[tag])];
            var said = tagger.Tag(features);
            wrong += right.Zip(said).Count(pair => pair.First != pair.Second);
            if (!right.SequenceEqual(said))
            {
                Move(features, right, 1);
                Move(features, said, -1);
            }

            shown++;
        }

        return (double)wrong / Math.Max(1, batch.Sum(sentence => sentence.Tokens.Count));
    }

    /// <summary>The tagger of the weights' mean so far.</summary>
    public EntityTagger Average()
    {
        var average = new EntityTagger(tagger.Types, tagger.Buckets);
        for (var i = 0; i < weighted.Length; i++)
            average.Weights[i] = (float)(tagger.Weights[i] - weighted[i] / Math.Max(1, shown));
        for (var i = 0; i < weightedTransitions.Length; i++)
            average.Transitions[i] = (float)(tagger.Transitions[i] - weightedTransitions[i] / Math.Max(1, shown));
        return average;
    }

    private void Move(int[][] features, int[] tags, int by)
    {
        var before = 0;
        for (var i = 0; i < tags.Length; i++)
        {
            foreach (var place in features[i])
                Move(tagger.Weights, weighted, place * tagger.Tags.Count + tags[i], by);
            Move(tagger.Transitions, weightedTransitions, tagger.Transition(before, tags[i]), by);
            before = tags[i];
        }
    }

    private void Move(float[] weights, double[] sums, int place, int by)
    {
        weights[place] += by;
        sums[place] += (double)by * shown;
    }
}
