using System.Numerics.Tensors;

namespace Samantha.Modeling.Heads;

/// <summary>
/// Random features that are no linear function of a text's n-grams: max(0, R x), with x the n-grams as one vector of length 1 and
/// random signs for R (McDonnell et al. 2023, equation 5). A feature is above zero for texts that have enough of some n-grams
/// together, so what is linear in the features knows how n-grams go together.
/// </summary>
/// <remarks>
/// Every n-gram reaches every feature. Were R sparse, few n-grams would meet in a feature, and rectifying would change next to
/// nothing. Signs are told by the n-gram's hash, 64 at once: R needs no memory.
/// </remarks>
internal static class RectifiedProjection
{
    private const int SignsOfHash = 64;
    private const int SignsOfByte = 8;

    // The signs that each byte stands for.
    private static readonly float[] Signs = [.. Enumerable.Range(0, 256 * SignsOfByte).Select(i => ((i / SignsOfByte) >> (i % SignsOfByte) & 1) == 0 ? 1f : -1f)];

    /// <summary>A row as wide as the projection.</summary>
    public static float[] Project(EncodedText text, ProjectionConfig projection)
    {
        List<(ulong Hash, float Weight)> ngrams = [.. projection.Views.SelectMany(text.Ngrams).Select(ngram => (ngram.Hash, NgramWeight.Of(ngram.Count)))];
        var row = new float[projection.Width];
        if (ngrams.Count == 0)
            return row;
        var scale = 1 / MathF.Sqrt(ngrams.Sum(ngram => ngram.Weight * ngram.Weight) * projection.Width);
        foreach (var (hash, weight) in ngrams)
            Add(hash, weight * scale, row, projection.Seed);
        TensorPrimitives.Max(row, 0, row);
        return row;
    }

    private static void Add(ulong hash, float weight, Span<float> row, int seed)
    {
        var signs = NgramWeight.Seeded(hash, seed);
        for (var first = 0; first < row.Length; first += SignsOfHash)
        {
            signs = NgramView.Mix(signs + 1);
            for (var at = first; at < Math.Min(first + SignsOfHash, row.Length); at += SignsOfByte)
            {
                var features = row.Slice(at, Math.Min(SignsOfByte, row.Length - at));
                var of = (int)(signs >> (at - first) & 255) * SignsOfByte;
                TensorPrimitives.MultiplyAdd(Signs.AsSpan(of, features.Length), weight, features, features);
            }
        }
    }
}
