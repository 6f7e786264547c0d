using Samantha.Contracts.Conversations;
using Samantha.Grains.Training;
using Samantha.Training.Gate;

namespace Samantha.Grains.Lessons.Rules;

/// <summary>No lesson teaches to say what no reply may. What users say to be answered is theirs: the prompt may be rude.</summary>
internal sealed class ToxicityRule : ICurationRule
{
    public Objection? Examine(TaughtLesson lesson, Consent consent) =>
        SafetySet.IsForbidden(lesson.Answer) ? new Objection("toxicity", "what no reply may say", IsSuspicious: true) : null;
}
