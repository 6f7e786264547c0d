using Samantha.Modeling.Emotions;

namespace Samantha.Training.Emotions;

/// <summary>The two parts' scores of a set of texts, label by label.</summary>
internal sealed class EmotionScores
{
    private readonly double[][] linear = Columns<double>();
    private readonly double[][] recurrent = Columns<double>();
    private readonly bool[][] truth = Columns<bool>();

    private EmotionScores(int texts)
    {
        Texts = texts;
        for (var label = 0; label < EmotionLabels.Count; label++)
            (linear[label], recurrent[label], truth[label]) = (new double[texts], new double[texts], new bool[texts]);
    }

    public int Texts { get; }

    /// <summary>A label's scores by the linear part.</summary>
    public double[] Linear(int label) => linear[label];

    /// <summary>A label's scores by the recurrent part.</summary>
    public double[] Recurrent(int label) => recurrent[label];

    /// <summary>Which texts have the label.</summary>
    public bool[] Truth(int label) => truth[label];

    /// <summary>Scores the examples that have a word in them.</summary>
    public static EmotionScores Of(EmotionClassifier classifier, IEnumerable<EmotionExample> examples)
    {
        var read = examples
            .Select(example => (example.Labels, Tokens: EmotionTokenizer.Tokenize(example.Text)))
            .Where(text => text.Tokens.Count > 0)
            .ToArray();
        var scores = new EmotionScores(read.Length);
        Parallel.For(0, read.Length, i =>
        {
            Span<float> linear = stackalloc float[EmotionLabels.Count];
            Span<float> recurrent = stackalloc float[EmotionLabels.Count];
            classifier.Score(read[i].Tokens, linear, recurrent);
            for (var label = 0; label < EmotionLabels.Count; label++)
                (scores.linear[label][i], scores.recurrent[label][i]) = (linear[label], recurrent[label]);
            foreach (var label in read[i].Labels)
                scores.truth[label][i] = true;
        });
        return scores;
    }

    private static T[][] Columns<T>() => new T[EmotionLabels.Count][];
}
