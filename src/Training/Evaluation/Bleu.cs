namespace Samantha.Training.Evaluation;

/// <summary>BLEU of a corpus (Papineni et al. 2002): modified precisions of runs of one to four words, and a penalty of brevity.</summary>
public static class Bleu
{
    private const int LongestRun = 4;

    /// <summary>Scores candidates against references, over words as they stand between white space, without smoothing.</summary>
    /// <param name="candidates">One text each.</param>
    /// <param name="references">For each candidate one reference or several.</param>
    /// <returns>In [0, 1]; 0 when no run of four words is right anywhere.</returns>
    public static double Score(IReadOnlyList<string> candidates, IReadOnlyList<IReadOnlyList<string>> references)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(references.Count, candidates.Count);
        var right = new long[LongestRun];
        var all = new long[LongestRun];
        long candidateLength = 0, referenceLength = 0;
        for (var i = 0; i < candidates.Count; i++)
        {
            var candidate = Words.Of(candidates[i]);
            var others = references[i].Select(Words.Of).ToList();
            if (others.Count == 0)
                throw new ArgumentException("Each candidate needs a reference.", nameof(references));
            candidateLength += candidate.Length;
            referenceLength += Closest(candidate.Length, others);
            for (var length = 1; length <= LongestRun; length++)
            {
                var known = others.Select(other => Words.Runs(other, length)).ToList();
                foreach (var (run, count) in Words.Runs(candidate, length))
                {
                    all[length - 1] += count;
                    right[length - 1] += Math.Min(count, known.Max(counts => counts.GetValueOrDefault(run)));
                }
            }
        }

        if (right.Any(count => count == 0))
            return 0.0;
        var precision = right.Zip(all).Average(pair => Math.Log((double)pair.First / pair.Second));
        return Math.Exp(precision + Math.Min(0.0, 1.0 - (double)referenceLength / candidateLength));
    }

    // The reference whose length is nearest counts; of two, the shorter.
    private static int Closest(int length, List<string[]> references) =>
        references.Select(reference => reference.Length).OrderBy(other => Math.Abs(other - length)).ThenBy(other => other).First();
}
