using Samantha.Modeling.Decoders;
using Samantha.Training.Preferences;

namespace Samantha.Training.Lessons;

/// <summary>How a session learns what is preferred, beside what is to be replied.</summary>
public static class LessonPreferences
{
    /// <summary>Not at all: a correction says what to reply, and so what not to.</summary>
    public const string Off = "off";

    /// <summary>By pairs of a lesson's answer and the reply that it was preferred to (<see cref="DirectPreference"/>).</summary>
    public const string Dpo = "dpo";

    /// <summary>By what the model's own replies earned (<see cref="Preferences.PolicyGradient"/>).</summary>
    public const string PolicyGradient = "policy-gradient";

    /// <summary>
    /// How far a step moves the reward that is expected, about. AdamW's steps are as long however near it is: in longer ones it
    /// passes the rewards of a session's few replies, and what was corrected would seem better than expected.
    /// </summary>
    private const double BaselineStep = 0.05;

    /// <summary>What can be chosen.</summary>
    public static IReadOnlyList<string> Names { get; } = [Off, Dpo, PolicyGradient];

    /// <summary>Why preferences cannot be learned so; null if they can.</summary>
    public static string? Refusal(string name, string strategy = LessonStrategies.Descent) =>
        !Names.Contains(name) ? $"'{name}' is no way to learn preferences. There are: {string.Join(", ", Names)}."
        : name != Off && strategy == LessonStrategies.Neurons ? $"The strategy '{strategy}' makes no steps that '{name}' could be part of: choose {Off}, or another strategy."
        : null;

    /// <summary>What a session adds to its loss; null where nothing is, or no new lesson prefers anything.</summary>
    /// <param name="job">The session.</param>
    /// <param name="model">What learns.</param>
    /// <param name="parent">What it was before.</param>
    /// <param name="examples">The lessons.</param>
    /// <param name="pass">Called before each pass.</param>
    internal static IAddedLoss? Create(LessonJob job, DecoderModel model, DecoderModel parent, LessonExamples examples, Action pass)
    {
        var fresh = Enumerable.Range(0, examples.Count.Fresh).Select(lesson => (At: lesson, Lesson: examples[lesson])).ToList();
        List<PreferencePair> pairs = job.Preferences != Dpo ? [] : [.. fresh
            .Where(lesson => lesson.Lesson.Rejected is not null)
            .Select(lesson => (Chosen: Split(examples.Reply(lesson.At, lesson.Lesson.Answer)), Rejected: Split(examples.Reply(lesson.At, lesson.Lesson.Rejected!))))
            // A prompt that only one of the replies leaves room for is two prompts.
            .Where(pair => pair.Chosen.Prompt.SequenceEqual(pair.Rejected.Prompt))
            .Select(pair => new PreferencePair(pair.Chosen.Prompt, pair.Chosen.Answer, pair.Rejected.Answer))];
        if (pairs.Count > 0)
            return new PreferenceLoss(new DirectPreference(model, parent, new PreferenceOptions()), pairs, job.Options, pass);
        List<RewardedAnswer> answers = job.Preferences != PolicyGradient ? [] : [.. fresh.SelectMany(lesson => new[]
            {
                (Reply: lesson.Lesson.Answer, lesson.Lesson.Reward),
                (Reply: lesson.Lesson.Rejected ?? "", Reward: lesson.Lesson.RejectedReward),
            }.Where(reply => reply.Reward is not null && reply.Reply.Length > 0).Select(reply => Split(examples.Reply(lesson.At, reply.Reply)) is var (prompt, answer)
                ? new RewardedAnswer(prompt, answer, reply.Reward!.Value)
                : null!))];
        var options = new PolicyGradientOptions { BaselineLearningRate = BaselineStep / model.Config.HiddenSize };
        return answers.Count > 0 ? new RewardLoss(new PolicyGradient(model, parent, options), answers, job.Options, pass) : null;
    }

    private static (int[] Prompt, int[] Answer) Split(LessonExample example) => (example.Ids[..example.AnswerStart], example.Ids[example.AnswerStart..]);
}
