using Samantha.Contracts.Conversations;
using Samantha.Contracts.Emotions;
using Samantha.Grains.Conversations;

namespace Samantha.Testing;

/// <summary>Knows a glad word and a sad one.</summary>
internal sealed class LexiconAppraiser : IEmotionAppraiser
{
    public (UserEmotion Emotion, Appraisal Appraisal) Appraise(string text)
    {
        var tone = text.Split(' ').Sum(Tone);
        var valence = Math.Clamp(tone, -0.9, 0.9);
        var dominant = valence switch { > 0 => "joy", < 0 => "sadness", _ => "neutral" };
        var labels = new Dictionary<string, double> { ["joy"] = Math.Max(valence, 0.02), ["sadness"] = Math.Max(-valence, 0.02), ["neutral"] = 1 - Math.Abs(valence) };
        return (
            new UserEmotion(labels, valence, valence / 2, 0, dominant),
            new Appraisal { Valence = valence, Arousal = valence / 2, Intensity = Math.Abs(valence), Warmth = Math.Max(0, valence), Dominant = dominant });
    }

    public (UserEmotion Emotion, IReadOnlyList<WordInfluence> Words) Explain(string text)
    {
        var words = new List<WordInfluence>();
        foreach (var word in text.Split(' '))
            words.Add(new WordInfluence(word, words.Sum(before => before.Word.Length + 1), Math.Abs(Tone(word))));
        return (Appraise(text).Emotion, words);
    }

    private static double Tone(string word) => word.Trim('!', '.', ',', '?').ToLowerInvariant() switch { "wonderful" => 0.8, "terrible" => -0.8, _ => 0 };
}
