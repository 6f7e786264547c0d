using Samantha.Contracts.Models;

namespace Samantha.Grains.Models;

/// <summary>
/// Says when a step of a rollout was watched for long enough, and how much the canary answers meanwhile. In memory: after a
/// failover the step is watched anew.
/// </summary>
internal sealed class WatchClock(RolloutOptions options, TimeProvider time)
{
    private (long Rollout, RolloutStage Stage, int Wave, string? Canary) _step;
    private bool _runs;
    private long _since;
    private long _repliesBefore;
    private long _candidateBefore;
    private TimeSpan? _answeredAfter;

    /// <summary>
    /// The share of conversations that the canary answers now: it grows until there is a first reply to watch. It begins anew with
    /// each rollout's canary.
    /// </summary>
    public double CanaryShare
    {
        get
        {
            if (!_runs || _step.Stage != RolloutStage.Canary || options.CanaryTime == TimeSpan.Zero)
                return options.CanaryShare;
            var doublings = Math.Floor((_answeredAfter ?? time.GetElapsedTime(_since)) / options.CanaryTime);
            return Math.Min(Math.Max(options.CanaryShare, options.MostCanaryShare), options.CanaryShare * Math.Pow(2, doublings));
        }
    }

    /// <summary>Whether the step was watched for long enough. Its time begins when it is taken.</summary>
    /// <param name="state">Where the rollout is.</param>
    /// <param name="isTaken">Whether the workers have done what the step asked of them.</param>
    /// <param name="observed">What was observed since the rollout began.</param>
    /// <param name="share">The share of conversations that the new version will answer, if the step goes on.</param>
    public bool IsOver(RolloutState state, bool isTaken, IReadOnlyList<SignalTally> observed, double share)
    {
        var requests = observed.Where(tally => tally.Signal == Signal.Errors).ToList();
        var replies = requests.Sum(tally => tally.Tally.Count);
        var ofCandidate = requests.Where(tally => tally.Version == state.Version).Sum(tally => tally.Tally.Count);
        var step = (state.Number, state.Stage, state.Wave, state.Canary);
        if (!isTaken || !_runs || _step != step)
        {
            (_runs, _step, _since) = (isTaken, step, time.GetTimestamp());
            (_repliesBefore, _candidateBefore, _answeredAfter) = (replies, ofCandidate, null);
        }

        var elapsed = time.GetElapsedTime(_since);
        if (ofCandidate > _candidateBefore)
            _answeredAfter ??= elapsed;
        if (!isTaken || elapsed < options.CanaryTime)
            return false;
        if (ofCandidate - _candidateBefore >= options.CanaryReplies || elapsed >= options.LongestCanary)
            return true;
        // As many as would come at this pace; judged by all requests, for those of the candidate are few.
        var expected = (replies - _repliesBefore) * share * (options.LongestCanary / elapsed);
        return !(expected >= options.CanaryReplies);
    }
}
