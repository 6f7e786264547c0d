using Microsoft.Extensions.Options;
using Samantha.Contracts.Problems;
using Samantha.Grains.Conversations;
using Samantha.Grains.Inference;
using Samantha.Grains.Lessons;
using Samantha.Grains.Models;
using Samantha.Grains.Training;
using Samantha.Modeling.Tuning;
using Samantha.Training.Lessons;
using Samantha.Training.Lessons.Neurons;

namespace Samantha.Grains.Hosting;

/// <summary>Finds settings that cannot work before the service starts with them.</summary>
internal sealed class SamanthaOptionsValidator : IValidateOptions<SamanthaOptions>
{
    public ValidateOptionsResult Validate(string? name, SamanthaOptions options)
    {
        var failures = new List<string>();
        Require(!string.IsNullOrWhiteSpace(options.ModelFolder), "ModelFolder must name a folder.");
        Require(!string.IsNullOrWhiteSpace(options.WorkFolder), "WorkFolder must name a folder.");

        var conversations = options.Conversations;
        Range(conversations.LongestText, 1, 1_000_000, "Conversations:LongestText");
        Range(conversations.LongestFact, 1, 10_000, "Conversations:LongestFact");
        Range(conversations.MostFacts, 0, 10_000, "Conversations:MostFacts");
        Range(conversations.MostWaitingTurns, 0, 1_000, "Conversations:MostWaitingTurns");
        Range(conversations.HistoryTurns, 0, ConversationState.RecentTurns, "Conversations:HistoryTurns");
        Range(conversations.SnapshotInterval, 1, int.MaxValue, "Conversations:SnapshotInterval");
        Range(conversations.MostTokens, 1, int.MaxValue, "Conversations:MostTokens");
        CheckSampling(conversations);

        var learning = options.Learning;
        Range(learning.EnoughLessons, 1, int.MaxValue, "Learning:EnoughLessons");
        Require(learning.QuietTime >= TimeSpan.Zero, "Learning:QuietTime must not be negative.");
        Require(learning.LongestWait >= learning.QuietTime, "Learning:LongestWait must not be shorter than Learning:QuietTime.");
        Require(learning.RestAfterFailure > TimeSpan.Zero, "Learning:RestAfterFailure must be above zero.");
        Require(learning.LookInterval > TimeSpan.Zero, "Learning:LookInterval must be above zero.");
        Range(learning.MostLessons, 1, 100_000, "Learning:MostLessons");
        Range(learning.MostLessonsPerAuthor, 1, 100_000, "Learning:MostLessonsPerAuthor");
        Range(learning.RehearsalMemory, 0, 100_000, "Learning:RehearsalMemory");
        Range(learning.MostRehearsed, 0, 100_000, "Learning:MostRehearsed");
        Range(learning.MostAttempts, 1, 100, "Learning:MostAttempts");
        Require(learning.BusyShare is > 0 and <= 1, "Learning:BusyShare must be above 0 and at most 1.");
        Range(learning.LongestLesson, 1, 1_000_000, "Learning:LongestLesson");
        CheckLessons(learning);
        CheckCuration(learning.Curation);

        var measurement = learning.Measurement;
        Range(measurement.TaskLessons, 1, 100_000, "Learning:Measurement:TaskLessons");
        Range(measurement.MostTasks, 2, 1_000, "Learning:Measurement:MostTasks");
        Range(measurement.MostProbes, 1, 1_000, "Learning:Measurement:MostProbes");
        Range(measurement.MostAnchors, 1, 100_000, "Learning:Measurement:MostAnchors");
        Range(measurement.MostVersions, measurement.MostTasks, 10_000, "Learning:Measurement:MostVersions");
        Range(measurement.MostWaiting, 1, 1_000, "Learning:Measurement:MostWaiting");
        Require(measurement.Patience > TimeSpan.Zero, "Learning:Measurement:Patience must be above zero.");

        CheckRollout(options.Rollout);
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);

        void Require(bool holds, string failure)
        {
            if (!holds)
                failures.Add(failure);
        }

        void Range(int value, int least, int most, string setting) =>
            Require(value >= least && value <= most, most == int.MaxValue ? $"{setting} must be at least {least}." : $"{setting} must be from {least} to {most}.");

        void CheckLessons(LearningOptions options)
        {
            if (LessonStrategies.Refusal(options.Strategy) is { } noStrategy)
                failures.Add($"Learning:Strategy: {noStrategy}");
            else if (LessonTunings.Refusal(options.Tuning, options.Strategy) is { } noTuning)
                failures.Add($"Learning:Tuning: {noTuning}");
            if (LessonPreferences.Refusal(options.Preferences, options.Strategy) is { } noPreferences)
                failures.Add($"Learning:Preferences: {noPreferences}");
            var (lessons, strategies) = (options.Lessons, options.Lessons.Strategies);
            var tuning = LessonTunings.Chosen(options.Tuning, options.Strategy, lessons.Rank);
            Require(lessons.Rank is null or >= 1, "Learning:Lessons:Rank must be at least 1.");
            Require(lessons.Rank is null || options.Strategy != LessonStrategies.Neurons,
                "Learning:Lessons:Rank is of low-rank adapters, and the strategy 'neurons' has none: set another Learning:Strategy.");
            CheckNeurons(lessons.Neurons);
            Require(lessons.LearningRate is null or > 0, "Learning:Lessons:LearningRate must be above 0.");
            Require(lessons.WeightDecay >= 0, "Learning:Lessons:WeightDecay must not be negative.");
            Require(lessons.Dropout is >= 0 and < 1, "Learning:Lessons:Dropout must be at least 0 and below 1.");
            Require(lessons.AverageDecay is null or (>= 0 and < 1), "Learning:Lessons:AverageDecay must be at least 0 and below 1.");
            Require(lessons.Patience is null or >= 1, "Learning:Lessons:Patience must be at least 1.");
            Require(lessons.PreferenceWeight >= 0, "Learning:Lessons:PreferenceWeight must not be negative.");
            Range(lessons.PreferenceRows, 1, 1_000, "Learning:Lessons:PreferenceRows");
            Range(strategies.Memory, 0, 100_000, "Learning:Lessons:Strategies:Memory");
            Range(strategies.ReplayBatch, 0, 1_000, "Learning:Lessons:Strategies:ReplayBatch");
            Require(strategies.DistillationTemperature > 0, "Learning:Lessons:Strategies:DistillationTemperature must be above 0.");
            Require(lessons.Dropout == 0 || tuning is TuningCatalog.Lora or TuningCatalog.AdaLora,
                "Learning:Lessons:Dropout drops units of a low-rank adapter's input: set Learning:Tuning to lora or adalora.");
            Require(strategies.Adversary == 0 || (tuning == TuningCatalog.Full && options.Strategy != LessonStrategies.Descent),
                "Learning:Lessons:Strategies:Adversary moves embeddings along their gradients, which only strategies that learn all weights by gradients have: set Learning:Tuning to full, and Learning:Strategy to another than neurons, descent and o-lora.");
            Require(lessons.WeightDecay == 0 || options.Strategy is not (LessonStrategies.Neurons or LessonStrategies.Descent),
                "Learning:Lessons:WeightDecay is AdamW's, by which neither 'neurons' nor 'descent' learns: set another Learning:Strategy.");
        }

        void CheckNeurons(NeuronOptions neurons)
        {
            Range(neurons.Anchors, 1, 100_000, "Learning:Lessons:Neurons:Anchors");
            Range(neurons.AnchorLength, 2, 100_000, "Learning:Lessons:Neurons:AnchorLength");
            Range(neurons.Wordings, 0, 1_000, "Learning:Lessons:Neurons:Wordings");
            Range(neurons.NearQuestions, 0, 1_000, "Learning:Lessons:Neurons:NearQuestions");
            Range(neurons.MostTokens, 1, 100_000, "Learning:Lessons:Neurons:MostTokens");
            Range(neurons.MostNeurons, 1, 100_000, "Learning:Lessons:Neurons:MostNeurons");
            Require(neurons.Needed > 0 && neurons.Likelihood > neurons.Needed && neurons.Likelihood < 1,
                "Learning:Lessons:Neurons:Likelihood must be above Needed, and both in (0, 1).");
            Require(neurons.Sharpness > 0, "Learning:Lessons:Neurons:Sharpness must be above 0.");
            Require(neurons.MostAdded > 0, "Learning:Lessons:Neurons:MostAdded must be above 0.");
        }

        void CheckCuration(CurationOptions curation)
        {
            Range(curation.Quorum, 2, 1_000, "Learning:Curation:Quorum");
            Require(curation.Odds > 0, "Learning:Curation:Odds must be above 0.");
            Require(curation.SameQuestion is > 0 and <= 1, "Learning:Curation:SameQuestion must be above 0 and at most 1.");
            Require(curation.LeastTrust is >= 0 and < 1, "Learning:Curation:LeastTrust must be at least 0 and below 1.");
            Range(curation.Strikes, 1, 1_000, "Learning:Curation:Strikes");
            Require(curation.EmotionWeight is >= 0 and < 1, "Learning:Curation:EmotionWeight must be at least 0 and below 1.");
            Range(curation.MostDecisions, 1, 100_000_000, "Learning:Curation:MostDecisions");
            Range(curation.MostQuarantined, 0, 100_000, "Learning:Curation:MostQuarantined");
        }

        void CheckRollout(RolloutOptions rollout)
        {
            Require(rollout.CanaryTime >= TimeSpan.Zero, "Rollout:CanaryTime must not be negative.");
            Require(rollout.LongestCanary >= rollout.CanaryTime, "Rollout:LongestCanary must not be shorter than Rollout:CanaryTime.");
            Require(rollout.CanaryShare is > 0 and <= 1, "Rollout:CanaryShare must be above 0 and at most 1.");
            Require(rollout.MostCanaryShare is > 0 and <= 1, "Rollout:MostCanaryShare must be above 0 and at most 1.");
            Range(rollout.CanaryReplies, 0, 1_000_000, "Rollout:CanaryReplies");
            Range(rollout.FirstWave, 1, 1_000_000, "Rollout:FirstWave");
            Require(rollout.FalseAlarmRate is > 0 and <= 0.5, "Rollout:FalseAlarmRate must be above 0 and at most 0.5.");
            Require(rollout.Beat > TimeSpan.Zero, "Rollout:Beat must be above zero.");
            Require(rollout.Silence > rollout.Beat, "Rollout:Silence must be longer than Rollout:Beat.");
            Require(rollout.Stall > TimeSpan.Zero, "Rollout:Stall must be above zero.");
            Require(rollout.Margins is { Errors: > 0, Ratings: > 0, Mood: > 0 }, "Rollout:Margins:Errors, Ratings and Mood must be above 0.");
            Require(rollout.Margins is { FirstToken: > 1, PerToken: > 1 }, "Rollout:Margins:FirstToken and PerToken must be above 1: they say how many times as long it may take.");
        }

        void CheckSampling(ConversationOptions options)
        {
            try
            {
                SamplingRules.Check(options.Sampling, options.MostTokens);
            }
            catch (InvalidSamplingException error)
            {
                failures.Add($"Conversations:Sampling: {error.Message}");
            }
        }
    }
}
