namespace Samantha.Modeling.Heads;

/// <summary>
/// A text as heads see it: the encoder that they share. What one of them asks for is computed then and is there for all
/// others: n-grams are counted once for each view, rows projected once for each projection, whatever the number of heads.
/// </summary>
/// <param name="text">The text.</param>
/// <remarks>For one thread at a time. It grows by a row for each projection that is asked for, so keep it for a batch, not for long.</remarks>
public sealed class EncodedText(string text)
{
    private readonly Dictionary<NgramView, IReadOnlyList<(ulong Hash, int Count)>> ngrams = [];
    private readonly Dictionary<ProjectionConfig, float[]> rows = [];
    private TextWords? words;

    /// <summary>Texts of which nothing is computed yet.</summary>
    public static IReadOnlyList<EncodedText> Of(IEnumerable<string> texts) => [.. texts.Select(text => new EncodedText(text))];

    /// <summary>The n-grams of a view, and how often each occurs, in the order of the hashes.</summary>
    public IReadOnlyList<(ulong Hash, int Count)> Ngrams(NgramView view)
    {
        if (!ngrams.TryGetValue(view, out var counts))
            ngrams.Add(view, counts = view.Count(words ??= new TextWords(text)));
        return counts;
    }

    /// <summary>The text's row of a projection: as many numbers as it is wide.</summary>
    public ReadOnlySpan<float> Row(ProjectionConfig projection)
    {
        if (!rows.TryGetValue(projection, out var row))
            rows.Add(projection, row = projection.Rectified ? RectifiedProjection.Project(this, projection) : SparseProjection.Project(this, projection));
        return row;
    }
}
