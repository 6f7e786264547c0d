using Samantha.Modeling.Tokenization.Text;

namespace Samantha.Modeling.Tokenization.PreTokenizers;

/// <summary>Cuts a text at matches.</summary>
internal static class TextSplitter
{
    /// <summary>Appends the non-empty pieces of <paramref name="text"/>.</summary>
    /// <param name="text">The text to cut.</param>
    /// <param name="matches">The delimiters, in order and apart; with <paramref name="invert"/> what lies between them.</param>
    /// <param name="behavior">What becomes of the delimiters.</param>
    /// <param name="invert">Whether delimiters and the rest change places.</param>
    /// <param name="pieces">Receives the pieces.</param>
    public static void Split(
        AlignedText text, IReadOnlyList<TokenOffset> matches, SplitBehavior behavior, bool invert, List<AlignedText> pieces)
    {
        var segments = new List<(int Start, int End, bool IsDelimiter)>(matches.Count * 2 + 1);
        var position = 0;
        foreach (var (start, end) in matches)
        {
            if (start > position)
                segments.Add((position, start, invert));
            segments.Add((start, end, !invert));
            position = end;
        }

        if (position < text.Text.Length)
            segments.Add((position, text.Text.Length, invert));

        for (var i = 0; i < segments.Count; i++)
        {
            var (start, end, isDelimiter) = segments[i];
            if (isDelimiter && behavior == SplitBehavior.Removed)
                continue;

            while (i + 1 < segments.Count && Joins(segments[i].IsDelimiter, segments[i + 1].IsDelimiter, behavior))
                end = segments[++i].End;
            pieces.Add(text.Slice(start, end));
        }
    }

    private static bool Joins(bool isDelimiter, bool nextIsDelimiter, SplitBehavior behavior) => behavior switch
    {
        SplitBehavior.MergedWithPrevious => !isDelimiter && nextIsDelimiter,
        SplitBehavior.MergedWithNext => isDelimiter && !nextIsDelimiter,
        SplitBehavior.Contiguous => isDelimiter == nextIsDelimiter,
        _ => false,
    };
}
