namespace Samantha.Modeling.Heads;

/// <summary>
/// A random projection of a text's n-grams that needs no memory: each n-gram goes to four places of a row with random signs,
/// all of it told by its hash (sparse Johnson-Lindenstrauss; Kane and Nelson 2014). An n-gram that occurs c times weighs
/// 1 + ln c, and each view's part has length 1/√views, so that products of rows approximate those of the n-grams' own vectors.
/// </summary>
internal static class SparseProjection
{
    private const int Places = 4;
    private const float Share = 0.5f; // 1/√Places

    /// <summary>A row as wide as the projection.</summary>
    public static float[] Project(EncodedText text, ProjectionConfig projection)
    {
        var row = new float[projection.Width];
        foreach (var view in projection.Views)
            Add(text.Ngrams(view), row, projection);
        return row;
    }

    private static void Add(IReadOnlyList<(ulong Hash, int Count)> ngrams, float[] row, ProjectionConfig projection)
    {
        var length = 0f;
        foreach (var (_, count) in ngrams)
            length += NgramWeight.Of(count) * NgramWeight.Of(count);
        var scale = Share / MathF.Sqrt(length * projection.Views.Count);
        foreach (var (hash, count) in ngrams)
        {
            var place = NgramWeight.Seeded(hash, projection.Seed);
            for (var i = 0; i < Places; i++)
            {
                place = NgramView.Mix(place + 1);
                row[(int)((place >> 1) % (ulong)row.Length)] += (place & 1) == 0 ? NgramWeight.Of(count) * scale : -NgramWeight.Of(count) * scale;
            }
        }
    }
}
