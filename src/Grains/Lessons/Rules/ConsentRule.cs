using Samantha.Contracts.Conversations;
using Samantha.Grains.Training;

namespace Samantha.Grains.Lessons.Rules;

/// <summary>Nobody is learned from who does not want it.</summary>
/// <param name="judgementIsConsent">Whether to judge is to consent, where nothing else was said.</param>
internal sealed class ConsentRule(bool judgementIsConsent) : ICurationRule
{
    public Objection? Examine(TaughtLesson lesson, Consent consent) =>
        consent == Consent.Withheld || (consent == Consent.Unstated && !judgementIsConsent) ? new Objection("consent", "no consent") : null;
}
