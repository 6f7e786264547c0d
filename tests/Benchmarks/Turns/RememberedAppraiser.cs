using System.Collections.Concurrent;
using Samantha.Contracts.Conversations;
using Samantha.Contracts.Emotions;
using Samantha.Grains.Conversations;

namespace Samantha.Benchmarks.Turns;

/// <summary>What the classifier says of a text, computed once: what is stored is real, and no turn waits for that model either.</summary>
internal sealed class RememberedAppraiser(IEmotionAppraiser classifier) : IEmotionAppraiser
{
    private readonly ConcurrentDictionary<string, (UserEmotion, Appraisal)> _known = new(StringComparer.Ordinal);

    public (UserEmotion Emotion, Appraisal Appraisal) Appraise(string text) => _known.GetOrAdd(text, classifier.Appraise);

    public (UserEmotion Emotion, IReadOnlyList<WordInfluence> Words) Explain(string text) => classifier.Explain(text);
}
