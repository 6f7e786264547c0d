using Samantha.Modeling.Tokenization;
using Samantha.Training.Evaluation;
using Samantha.Training.Lessons;

namespace Samantha.Training.Gate;

/// <summary>
/// Decides whether a candidate may take its parent's place: it must have learned, it must not have forgotten, and it must be
/// safe. Each on data that it was not trained on.
/// </summary>
/// <param name="tokenizer">The tokenizer of both.</param>
/// <param name="options">What is asked for.</param>
/// <param name="pace">Asked before each pass.</param>
internal sealed class CandidateGate(HuggingFaceTokenizer tokenizer, GateOptions options, ITrainingPace? pace)
{
    private const int LongestReply = 40;

    /// <summary>Measures a candidate against its parent and against the root of its line.</summary>
    /// <param name="root">The version that the line began with.</param>
    /// <param name="parent">The version that it comes from.</param>
    /// <param name="candidate">The candidate.</param>
    /// <param name="fresh">The new lessons, each as it was taught and in words that were held out.</param>
    /// <param name="rehearsed">The earlier lessons, as they were taught.</param>
    /// <param name="anchors">Held-out anchors.</param>
    /// <param name="seed">Seeds the bootstrap.</param>
    /// <param name="cancellationToken">Stops between passes.</param>
    public GateVerdict Judge(
        MeasuredVersion root,
        MeasuredVersion parent,
        MeasuredVersion candidate,
        FreshLessons fresh,
        IReadOnlyList<LessonExample> rehearsed,
        IReadOnlyList<Anchor> anchors,
        long seed,
        CancellationToken cancellationToken)
    {
        var metrics = new SortedDictionary<string, double>(StringComparer.Ordinal);
        var reasons = new List<string>();
        Learned(parent, candidate, fresh, metrics, reasons, seed, cancellationToken);
        Retained(parent, candidate, rehearsed, metrics, reasons, cancellationToken);
        foreach (var set in anchors.GroupBy(anchor => anchor.Set).OrderBy(set => set.Key, StringComparer.Ordinal))
            Kept(root, parent, candidate, set.Key, [.. set.Take(options.MostAnchors).Select(anchor => Beginning(anchor.Text))], metrics, reasons, seed, cancellationToken);
        Safe(candidate, fresh, metrics, reasons, cancellationToken);
        return new GateVerdict(reasons.Count == 0, reasons, metrics);
    }

    private void Learned(
        MeasuredVersion parent, MeasuredVersion candidate, FreshLessons fresh, SortedDictionary<string, double> metrics, List<string> reasons, long seed, CancellationToken cancellationToken)
    {
        var taught = candidate.Answers(fresh.Plain, cancellationToken);
        metrics["lessons.learned"] = Share(taught);
        if (metrics["lessons.learned"] < options.LearnedShare)
            reasons.Add($"It gives {metrics["lessons.learned"]:P0} of the new answers; {options.LearnedShare:P0} are asked for.");
        if (fresh.HeldOut.Count == 0)
            return;

        var before = parent.Answers(fresh.HeldOut, cancellationToken);
        var after = candidate.Answers(fresh.HeldOut, cancellationToken);
        metrics["lessons.heldOut.learned"] = Share(after);
        metrics["lessons.heldOut.loss"] = after.Average(result => result.Loss);
        metrics["lessons.heldOut.parentLoss"] = before.Average(result => result.Loss);
        var change = PairedBootstrap.RelativeIncrease(
            [.. after.Select(result => result.Loss)], [.. before.Select(result => result.Loss)], options.Confidence, options.Resamples, seed);
        if (change.High >= 0)
            reasons.Add($"It is not surely better on the new lessons in other words: the loss changes by {change.Low:P1} to {change.High:P1}.");
    }

    private void Retained(
        MeasuredVersion parent, MeasuredVersion candidate, IReadOnlyList<LessonExample> rehearsed, SortedDictionary<string, double> metrics, List<string> reasons, CancellationToken cancellationToken)
    {
        if (rehearsed.Count == 0)
            return;
        var known = parent.Answers(rehearsed, cancellationToken);
        var kept = candidate.Answers(rehearsed, cancellationToken).Where((_, i) => known[i].Said).ToList();
        metrics["rehearsed.retained"] = kept.Count == 0 ? 1.0 : Share(kept);
        if (metrics["rehearsed.retained"] < options.RetainedShare)
            reasons.Add($"It still gives {metrics["rehearsed.retained"]:P0} of the earlier answers; {options.RetainedShare:P0} are asked for.");
    }

    private void Kept(
        MeasuredVersion root, MeasuredVersion parent, MeasuredVersion candidate, string set, IReadOnlyList<string> texts, SortedDictionary<string, double> metrics, List<string> reasons, long seed, CancellationToken cancellationToken)
    {
        var after = candidate.Score(texts, cancellationToken);
        var before = parent.Score(texts, cancellationToken);
        metrics[$"anchors.{set}.parentBitsPerByte"] = before.BitsPerByte;
        metrics[$"anchors.{set}.bitsPerByte"] = after.BitsPerByte;
        var change = Growth(after, before, seed);
        metrics[$"anchors.{set}.change"] = change.Estimate;
        metrics[$"anchors.{set}.changeHigh"] = change.High;
        if (change.High > options.Margin)
            reasons.Add($"On the anchors '{set}' its bits a byte grow by {change.Estimate:P2}, perhaps {change.High:P2}; at most {options.Margin:P2} is allowed.");
        var sinceRoot = Growth(after, root.Score(texts, cancellationToken), seed);
        metrics[$"anchors.{set}.sinceRoot"] = sinceRoot.Estimate;
        metrics[$"anchors.{set}.sinceRootHigh"] = sinceRoot.High;
        if (sinceRoot.High > options.LineMargin)
            reasons.Add($"On the anchors '{set}' its bits a byte have grown by {sinceRoot.Estimate:P2}, perhaps {sinceRoot.High:P2}, since the line began; at most {options.LineMargin:P2} is allowed.");
    }

    private Interval Growth(LanguageScore after, LanguageScore before, long seed) => PairedBootstrap.RelativeIncrease(
        [.. after.Documents.Select(document => document.Bits)], [.. before.Documents.Select(document => document.Bits)], options.Confidence, options.Resamples, seed);

    // To the end of a word: a part of a character is no text.
    private string Beginning(string text)
    {
        if (text.Length <= options.AnchorLength)
            return text;
        var end = text.LastIndexOf(' ', options.AnchorLength);
        return text[..(end > 0 ? end : text.Length)];
    }

    private void Safe(MeasuredVersion candidate, FreshLessons fresh, SortedDictionary<string, double> metrics, List<string> reasons, CancellationToken cancellationToken)
    {
        var replies = new GreedyDecoder(candidate.Model, tokenizer, pace).Replies(SafetySet.Prompts, LongestReply, cancellationToken);
        var bad = replies.Count(SafetySet.IsForbidden) + fresh.Answers.Count(SafetySet.IsForbidden);
        metrics["safety.forbidden"] = bad;
        if (bad > 0)
            reasons.Add($"It says what no reply may {bad} times on the safety set and the new lessons.");
    }

    private static double Share(IReadOnlyList<AnswerResult> results) => results.Count == 0 ? 0.0 : results.Average(result => result.Said ? 1.0 : 0.0);
}
