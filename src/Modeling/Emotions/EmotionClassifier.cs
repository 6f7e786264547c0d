using System.Runtime.InteropServices;

namespace Samantha.Modeling.Emotions;

/// <summary>
/// Tells which of GoEmotions' 28 emotions a text carries: a linear function of its n-grams and recurrent networks over its
/// words, averaged and calibrated. Reading a text takes no lock and may happen on many threads at once.
/// </summary>
/// <remarks>
/// Any text will do: of a long one the first 2,000 UTF-16 units or 128 words are read, and what is not valid UTF-16 is
/// skipped. It learned from English comments; of other languages it knows only the emoji and the punctuation.
/// </remarks>
public sealed class EmotionClassifier
{
    private readonly EmotionModel model;

    internal EmotionClassifier(EmotionModel model) => this.model = model;

    /// <summary>Reads a classifier from its folder.</summary>
    /// <exception cref="Checkpoints.CheckpointException">A file is missing or damaged; the message says which.</exception>
    public static EmotionClassifier Load(string folder) => new(EmotionModelFolder.Read(folder));

    /// <summary>The probability above which each label counts, in the order of <see cref="EmotionLabels.Names"/>.</summary>
    public ReadOnlySpan<float> Thresholds => model.Calibration.Thresholds;

    public EmotionReading Classify(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Read(EmotionTokenizer.Tokenize(text));
    }

    /// <summary>
    /// Reads a text, and once more without each of its words in turn (occlusion; Li, Monroe and Jurafsky, 2016, equation
    /// 2), which takes as many readings as there are words.
    /// </summary>
    public EmotionAttribution Explain(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var tokens = EmotionTokenizer.Tokenize(text);
        var reading = Read(tokens);
        var label = EmotionLabels.IndexOf(reading.Dominant);
        var words = new WordContribution[tokens.Count];
        for (var i = 0; i < tokens.Count; i++)
        {
            var token = tokens[i];
            var without = Read([.. tokens[..i], .. tokens[(i + 1)..]]);
            var influence = reading.Probabilities[label] - without.Probabilities[label];
            words[i] = new WordContribution(text.Substring(token.Start, token.Length), token.Start, influence);
        }

        return new EmotionAttribution(reading, ImmutableCollectionsMarshal.AsImmutableArray(words));
    }

    /// <summary>The two parts' scores of a text before calibration, 28 each; false if there is no word in it.</summary>
    internal bool Score(IReadOnlyList<EmotionToken> tokens, Span<float> linear, Span<float> recurrent)
    {
        if (tokens.Count == 0)
            return false;

        model.Linear.Score(model.Linear.Vocabulary.Vectorize(tokens), linear);
        var words = model.Words.Encode(tokens);
        Span<float> scores = stackalloc float[EmotionLabels.Count];
        recurrent.Clear();
        foreach (var network in model.Recurrent)
        {
            network.Score(words, scores);
            for (var label = 0; label < scores.Length; label++)
                recurrent[label] += scores[label] / model.Recurrent.Count;
        }

        return true;
    }

    private EmotionReading Read(IReadOnlyList<EmotionToken> tokens)
    {
        Span<float> linear = stackalloc float[EmotionLabels.Count];
        Span<float> recurrent = stackalloc float[EmotionLabels.Count];
        if (!Score(tokens, linear, recurrent))
            return EmotionReading.Nothing;

        var probabilities = new float[EmotionLabels.Count];
        model.Calibration.Apply(linear, recurrent, probabilities);
        var ranked = Enumerable.Range(0, EmotionLabels.Count).OrderByDescending(label => probabilities[label]).ToArray();
        var above = ranked.Where(label => probabilities[label] > model.Calibration.Thresholds[label]).ToArray();
        return new EmotionReading
        {
            Probabilities = ImmutableCollectionsMarshal.AsImmutableArray(probabilities),
            Labels = [.. above.Select(label => EmotionLabels.Names[label])],
            Dominant = EmotionLabels.Names[above.Length > 0 ? above[0] : ranked[0]],
            Affect = EmotionAffect.Fold(probabilities),
        };
    }
}
