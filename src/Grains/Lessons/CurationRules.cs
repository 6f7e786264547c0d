using System.Collections.Immutable;
using Samantha.Contracts.Conversations;
using Samantha.Grains.Lessons.Rules;
using Samantha.Grains.Training;

namespace Samantha.Grains.Lessons;

/// <summary>The rules that each lesson is held against, in their order: the first that objects decides.</summary>
/// <param name="options">What is learned from.</param>
/// <param name="language">The model's language; null where it is not known, and so not asked for.</param>
public sealed class CurationRules(LearningOptions options, LanguageModel? language = null)
{
    private readonly ImmutableArray<ICurationRule> _rules =
    [
        new ConsentRule(options.JudgementIsConsent),
        new LengthRule(options.LongestLesson),
        new PersonalRule(),
        .. language is null ? [] : (ICurationRule[])[new LanguageRule(language)],
        new ToxicityRule(),
    ];

    /// <summary>The first objection to a lesson; null if there is none.</summary>
    public Objection? Examine(TaughtLesson lesson, Consent consent) =>
        _rules.Select(rule => rule.Examine(lesson, consent)).FirstOrDefault(objection => objection is not null);
}
