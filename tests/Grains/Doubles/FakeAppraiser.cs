using Samantha.Contracts.Conversations;
using Samantha.Contracts.Emotions;
using Samantha.Grains.Conversations;

namespace Samantha.Grains.Tests.Doubles;

/// <summary>Finds joy in exclamation marks.</summary>
internal sealed class FakeAppraiser : IEmotionAppraiser
{
    public (UserEmotion Emotion, Appraisal Appraisal) Appraise(string text)
    {
        var joy = text.EndsWith('!') ? 0.9 : 0.1;
        var dominant = joy > 0.5 ? "joy" : "neutral";
        return (
            new UserEmotion(new Dictionary<string, double> { ["joy"] = joy, ["neutral"] = 1 - joy }, joy, joy / 2, 0, dominant),
            new Appraisal { Valence = joy, Arousal = joy / 2, Intensity = joy, Warmth = joy, Dominant = dominant });
    }

    public (UserEmotion Emotion, IReadOnlyList<WordInfluence> Words) Explain(string text) =>
        (Appraise(text).Emotion, text.Split(' ').Select((word, i) => new WordInfluence(word, i, 0.1)).ToArray());
}
