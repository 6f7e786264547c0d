using System.Text;

namespace Samantha.Modeling.Tokenization.Text;

/// <summary>A code point of a rewritten text: 0 replaces the next one of the old text, 1 is inserted, -n replaces one and drops the n after it.</summary>
internal readonly record struct RuneChange(Rune Rune, int Change);

/// <summary>
/// A stretch of text on its way to the model, which knows where in the original each of its UTF-16 units came from.
/// Immutable; the units of one code point always share their origin.
/// </summary>
internal sealed class AlignedText
{
    // Null while nothing was rewritten: unit i then came from unit OriginalStart + i.
    private readonly TokenOffset[]? _origins;

    public AlignedText(string text)
        : this(text, 0, null)
    {
    }

    private AlignedText(string text, int originalStart, TokenOffset[]? origins)
    {
        Text = text;
        OriginalStart = originalStart;
        _origins = origins;
    }

    public string Text { get; }

    /// <summary>Where the stretch begins in the original, in UTF-16 units.</summary>
    public int OriginalStart { get; }

    /// <summary>The part of the original, in UTF-16 units, that <c>[start, end)</c> came from.</summary>
    public TokenOffset Origin(int start, int end)
    {
        if (_origins is null || start >= end || end > _origins.Length)
            return new TokenOffset(OriginalStart + start, OriginalStart + end);
        return new TokenOffset(_origins[start].Start, _origins[end - 1].End);
    }

    public AlignedText Slice(int start, int end)
    {
        if (start == 0 && end == Text.Length)
            return this;
        var origins = _origins?[start..end];
        return new AlignedText(Text[start..end], Origin(start, end).Start, origins);
    }

    public AlignedText Prepend(string prefix)
    {
        if (Text.Length == 0)
            return this;
        var changes = new List<RuneChange>();
        foreach (var rune in prefix.EnumerateRunes())
            changes.Add(new RuneChange(rune, changes.Count == 0 ? 0 : 1));
        var first = true;
        foreach (var rune in Text.EnumerateRunes())
        {
            changes.Add(new RuneChange(rune, first ? 1 : 0));
            first = false;
        }

        return Transform(changes);
    }

    public AlignedText Filter(Func<Rune, bool> keep)
    {
        var changes = new List<RuneChange>();
        var removedFirst = 0;
        foreach (var rune in Text.EnumerateRunes())
        {
            if (keep(rune))
                changes.Add(new RuneChange(rune, 0));
            else if (changes.Count == 0)
                removedFirst++;
            else
                changes[^1] = changes[^1] with { Change = changes[^1].Change - 1 };
        }

        return Transform(changes, removedFirst);
    }

    /// <summary>Rewrites the text code point by code point; the first <paramref name="removedFirst"/> are dropped before.</summary>
    public AlignedText Transform(IReadOnlyCollection<RuneChange> changes, int removedFirst = 0)
    {
        var text = new StringBuilder(Text.Length);
        var origins = new List<TokenOffset>(Text.Length);
        var position = Skip(0, removedFirst);
        foreach (var (rune, change) in changes)
        {
            TokenOffset origin;
            if (change > 0)
            {
                // What is inserted belongs to what stands before it.
                origin = position == 0 ? new TokenOffset(OriginalStart, OriginalStart) : OriginOfRuneBefore(position);
            }
            else
            {
                var next = Skip(position, 1);
                origin = Origin(position, next);
                position = Skip(next, -change);
            }

            text.Append(rune);
            origins.Add(origin);
            if (rune.Utf16SequenceLength == 2)
                origins.Add(origin);
        }

        return new AlignedText(text.ToString(), OriginalStart, [.. origins]);
    }

    /// <summary>Puts <paramref name="replacement"/> in place of each match; it belongs to the last code point that it replaces.</summary>
    public AlignedText Replace(IReadOnlyList<TokenOffset> matches, string replacement)
    {
        if (matches.Count == 0)
            return this;
        var text = new StringBuilder(Text.Length);
        var origins = new List<TokenOffset>(Text.Length);
        var position = 0;
        foreach (var (start, end) in matches)
        {
            CopyUntil(start);
            text.Append(replacement);
            var origin = end == 0 ? new TokenOffset(OriginalStart, OriginalStart) : OriginOfRuneBefore(end);
            origins.AddRange(Enumerable.Repeat(origin, replacement.Length));
            position = end;
        }

        CopyUntil(Text.Length);
        return new AlignedText(text.ToString(), OriginalStart, [.. origins]);

        void CopyUntil(int end)
        {
            text.Append(Text, position, end - position);
            while (position < end)
            {
                var next = Skip(position, 1);
                var origin = Origin(position, next);
                for (; position < next; position++)
                    origins.Add(origin);
            }
        }
    }

    private int Skip(int position, int runes)
    {
        for (; runes > 0 && position < Text.Length; runes--)
            position += char.IsHighSurrogate(Text[position]) ? 2 : 1;
        return position;
    }

    private TokenOffset OriginOfRuneBefore(int position) =>
        Origin(char.IsLowSurrogate(Text[position - 1]) ? position - 2 : position - 1, position);
}
