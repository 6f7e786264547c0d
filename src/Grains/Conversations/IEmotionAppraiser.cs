using Samantha.Contracts.Conversations;
using Samantha.Contracts.Emotions;

namespace Samantha.Grains.Conversations;

/// <summary>Tells what a text lets one suppose of its writer's feelings. Safe for several threads.</summary>
public interface IEmotionAppraiser
{
    /// <summary>What the text lets one suppose, and what it means to the companion.</summary>
    (UserEmotion Emotion, Appraisal Appraisal) Appraise(string text);

    /// <summary>What the text lets one suppose, and which words it rests on. Takes a reading of the text per word.</summary>
    (UserEmotion Emotion, IReadOnlyList<WordInfluence> Words) Explain(string text);
}
