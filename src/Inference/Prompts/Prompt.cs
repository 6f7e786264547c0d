namespace Samantha.Inference;

/// <summary>
/// What a reply continues: control tokens and text, or token ids. Words in the text never become special tokens, whatever
/// they spell.
/// </summary>
public sealed record Prompt
{
    private Prompt()
    {
    }

    internal string Control { get; private init; } = "";

    internal string Text { get; private init; } = "";

    internal IReadOnlyList<int>? Ids { get; private init; }

    /// <summary>A prompt of text.</summary>
    /// <param name="text">The dialogue so far. A special token that it spells is text like any other.</param>
    /// <param name="control">
    /// Special tokens that go before it, such as <c>&lt;|bos|&gt;&lt;|valence:low|&gt;</c>; from the program, never from users. The
    /// token that begins a sequence is put in front where it is missing.
    /// </param>
    public static Prompt FromText(string text, string control = "")
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(control);
        return new Prompt { Text = text, Control = control };
    }

    /// <summary>A prompt of token ids, taken as they are.</summary>
    /// <param name="ids">At least one.</param>
    public static Prompt FromIds(IReadOnlyList<int> ids)
    {
        ArgumentNullException.ThrowIfNull(ids);
        ArgumentOutOfRangeException.ThrowIfZero(ids.Count, nameof(ids));
        return new Prompt { Ids = [.. ids] };
    }

    /// <summary>Says nothing of the words: a prompt may end up in a log.</summary>
    public override string ToString() => nameof(Prompt);
}
