using System.Diagnostics.Metrics;
using Samantha.Contracts.Conversations;
using Samantha.Grains.Telemetry;

namespace Samantha.Grains.Conversations;

/// <summary>The meter <c>Samantha.Conversations</c>. Tags name outcomes and versions, never users or their words.</summary>
internal static class ConversationMeter
{
    private static readonly Meter Meter = new("Samantha.Conversations");

    private static readonly Histogram<double> Turns = Meter.CreateHistogram(
        "samantha.turn.duration", "s", "From a turn's request to its end, by outcome: completed, replayed, cancelled, or the problem's code.", advice: Latencies.OfRequests);

    private static readonly Histogram<double> FirstTokens = Meter.CreateHistogram(
        "samantha.turn.time_to_first_token", "s", "From a turn's request to the first token of its reply.", advice: Latencies.OfRequests);

    private static readonly Histogram<double> Appends = Meter.CreateHistogram(
        "samantha.log.append.duration", "s", "How long an append to the interaction log took until it was durable, by outcome.", advice: Latencies.OfRequests);

    private static readonly Counter<long> Judgements = Meter.CreateCounter<long>(
        "samantha.judgements", "{judgement}", "What users said of replies (up, down, corrected) by the version that replied, and what they taught.");

    public static void TurnEnded(TimeSpan duration, string outcome) => Turns.Record(duration.TotalSeconds, Outcome(outcome));

    public static void FirstToken(TimeSpan after) => FirstTokens.Record(after.TotalSeconds);

    public static void Appended(TimeSpan duration, string outcome) => Appends.Record(duration.TotalSeconds, Outcome(outcome));

    /// <summary>A reply was judged.</summary>
    public static void Judged(Feedback feedback, string version)
    {
        if (feedback.Correction is not null)
            Judged("corrected", version);
        if (feedback.Rating is 1 or -1)
            Judged(feedback.Rating == 1 ? "up" : "down", version);
    }

    /// <summary>A fact was taught.</summary>
    public static void Taught() => Judgements.Add(1, new KeyValuePair<string, object?>("judgement", "taught"));

    private static void Judged(string judgement, string version) =>
        Judgements.Add(1, new("judgement", judgement), new("version", version));

    private static KeyValuePair<string, object?> Outcome(string outcome) => new("outcome", outcome);
}
