namespace Samantha.Inference.Text;

/// <summary>
/// Cuts a stream of text before the first stop string that becomes complete in it. Text that may begin a stop string is
/// held back until it is certain, so where the pieces of the stream are cut does not matter.
/// </summary>
internal sealed class StopStrings(IReadOnlyList<string> stops)
{
    private string held = "";

    /// <summary>Whether a stop string was found; nothing follows then.</summary>
    public bool Stopped { get; private set; }

    /// <summary>Takes the next piece; returns the text that is now certain.</summary>
    public string Append(string piece)
    {
        if (Stopped)
            return "";
        var text = held + piece;
        if (FirstComplete(text) is { } start)
        {
            Stopped = true;
            held = "";
            return text[..start];
        }

        var kept = LongestBeginning(text);
        held = text[(text.Length - kept)..];
        return text[..(text.Length - kept)];
    }

    /// <summary>Ends the stream; returns what was held back.</summary>
    public string Complete()
    {
        var rest = held;
        held = "";
        return rest;
    }

    // Where the stop string that is complete first begins; of two that end together, the longer.
    private int? FirstComplete(string text)
    {
        int? start = null;
        var end = int.MaxValue;
        foreach (var stop in stops)
        {
            var at = text.IndexOf(stop, StringComparison.Ordinal);
            if (at < 0 || at + stop.Length > end || (at + stop.Length == end && at >= start))
                continue;
            (start, end) = (at, at + stop.Length);
        }

        return start;
    }

    private int LongestBeginning(string text)
    {
        var longest = 0;
        foreach (var stop in stops)
        {
            for (var length = Math.Min(stop.Length - 1, text.Length); length > longest; length--)
            {
                if (text.AsSpan(text.Length - length).SequenceEqual(stop.AsSpan(0, length)))
                    longest = length;
            }
        }

        return longest;
    }
}
