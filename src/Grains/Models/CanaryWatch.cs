using System.Globalization;
using Samantha.Contracts.Models;

namespace Samantha.Grains.Models;

/// <summary>
/// Watches a version while it is rolled out: one sequential test for each signal, against the version from before and in the
/// same time. The false alarm rate is shared out among the signals (Bonferroni).
/// </summary>
internal sealed class CanaryWatch(RolloutOptions options)
{
    private static readonly Signal[] Signals = Enum.GetValues<Signal>();

    private readonly SequentialTest[] _tests = [.. Signals.Select(signal =>
        new SequentialTest(options.Margins.Of(signal), Spread(signal, options.Margins), options.FalseAlarmRate / Signals.Length))];

    /// <summary>The test of one signal, in which more is worse.</summary>
    public SequentialTest Of(Signal signal) => _tests[(int)signal];

    /// <summary>The comparison in each signal.</summary>
    public SignalDifference[] Compare(IReadOnlyList<SignalTally> observed, string candidate, string? rest) =>
        [.. Signals.Select(signal => Compare(signal, [.. observed.Where(tally => tally.Signal == signal)], candidate, rest))];

    /// <summary>The harm that is shown, in a sentence for people; null while none is.</summary>
    public static string? Harm(IReadOnlyList<SignalDifference> differences)
    {
        if (differences.FirstOrDefault(difference => difference.IsHarmful) is not { } harm)
            return null;
        var (candidate, rest) = (harm.CandidateMean, harm.RestMean);
        var what = harm.Signal switch
        {
            Signal.Errors => Text($"{candidate:P0} of its requests failed, of the version before it {rest:P0}"),
            Signal.FirstToken => Text($"its replies began after {Math.Exp(candidate):0.00} s, those of the version before it after {Math.Exp(rest):0.00} s"),
            Signal.PerToken => Text($"its tokens took {1000 * Math.Exp(candidate):0} ms each, those of the version before it {1000 * Math.Exp(rest):0} ms"),
            Signal.Ratings => Text($"its replies were rated {candidate:0.00} on average, those of the version before it {rest:0.00}"),
            _ => Text($"after its replies the users' valence moved by {candidate:0.00}, after those of the version before it by {rest:0.00}"),
        };
        return Text($"It did harm: {what} ({harm.CandidateCount} observations, {harm.RestCount} of the other).");
    }

    private SignalDifference Compare(Signal signal, IReadOnlyList<SignalTally> observed, string candidate, string? rest)
    {
        // Machines differ: what depends on them is compared where both versions were.
        var shared = Workers(candidate).Intersect(Workers(rest)).ToHashSet();
        var (ofCandidate, ofRest) = (Sum(candidate), Sum(rest));
        // A rating or a mood is good when it is high, all else when it is low.
        var sign = signal is Signal.Ratings or Signal.Mood ? -1 : 1;
        var (harm, lower, upper) = Of(signal).Compare(Times(ofCandidate, sign), Times(ofRest, sign));
        return new SignalDifference(signal, ofCandidate.Count, ofCandidate.Mean, ofRest.Count, ofRest.Mean, harm, lower, upper, options.Margins.Of(signal));

        IEnumerable<string?> Workers(string? version) => observed.Where(tally => tally.Version == version).Select(tally => tally.Worker);

        Tally Sum(string? version) => observed
            .Where(tally => tally.Version == version && shared.Contains(tally.Worker))
            .Aggregate(Tally.Empty, (sum, tally) => sum + tally.Tally);
    }

    private static Tally Times(Tally tally, int sign) => tally with { Sum = tally.Sum * sign };

    // Rough, and only of weight while there are few observations.
    private static double Spread(Signal signal, HarmMargins margins) => signal switch
    {
        Signal.Errors => Math.Sqrt(margins.Errors * Math.Max(0.1, 1 - margins.Errors)),
        Signal.FirstToken => 1,
        Signal.PerToken => 0.5,
        Signal.Ratings => 1,
        _ => 0.5,
    };

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
