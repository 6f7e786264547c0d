using System.Text;

namespace Samantha.Modeling;

/// <summary>Who speaks in a turn of a dialogue.</summary>
public enum Speaker
{
    User,
    Assistant,
}

/// <summary>One turn of a dialogue.</summary>
public sealed record DialogueTurn(Speaker Speaker, string Text);

/// <summary>
/// The one dialogue format of pre-training, evaluation and serving: lines <c>user: …</c> and <c>assistant: …</c>,
/// each ended by a newline; an empty line ends a dialogue.
/// </summary>
/// <remarks>
/// A prompt is <see cref="BeginOfSequence"/>, optionally control tokens for the companion's state, the history's lines,
/// the user's line and <see cref="AssistantLabel"/>; the reply begins with a space and ends at the first newline.
/// Special tokens inside a turn's text are not escaped here: who encodes a user's words does so without recognising
/// special tokens.
/// </remarks>
public static class DialogueFormat
{
    public const string BeginOfSequence = "<|bos|>";
    public const string EndOfSequence = "<|eos|>";
    public const string Padding = "<|pad|>";

    public const string ValenceLow = "<|valence:low|>";
    public const string ValenceMid = "<|valence:mid|>";
    public const string ValenceHigh = "<|valence:high|>";
    public const string ArousalLow = "<|arousal:low|>";
    public const string ArousalMid = "<|arousal:mid|>";
    public const string ArousalHigh = "<|arousal:high|>";

    /// <summary>Begins a user's line; one space follows.</summary>
    public const string UserLabel = "user:";

    /// <summary>Begins the companion's line; one space follows. A prompt ends with it.</summary>
    public const string AssistantLabel = "assistant:";

    /// <summary>Ends a turn, and so a reply.</summary>
    public const string EndOfTurn = "\n";

    /// <summary>Valence and arousal each fall into thirds of [-1, 1] with these bounds.</summary>
    private const double Third = 1.0 / 3.0;

    /// <summary>Every special token, in the order in which a new vocabulary takes them.</summary>
    public static IReadOnlyList<string> SpecialTokens { get; } =
    [
        BeginOfSequence, EndOfSequence, Padding,
        ValenceLow, ValenceMid, ValenceHigh, ArousalLow, ArousalMid, ArousalHigh,
    ];

    /// <summary>The control tokens of a state, valence first.</summary>
    /// <param name="valence">Unpleasant to pleasant, in [-1, 1].</param>
    /// <param name="arousal">Calm to excited, in [-1, 1].</param>
    public static string ControlTokens(double valence, double arousal) =>
        Level(valence, ValenceLow, ValenceMid, ValenceHigh) + Level(arousal, ArousalLow, ArousalMid, ArousalHigh);

    /// <summary>One turn as its line, newline included. Line breaks inside the text fold to one space.</summary>
    public static string Line(DialogueTurn turn) =>
        $"{Label(turn.Speaker)} {Fold(turn.Text)}{EndOfTurn}";

    /// <summary>A whole dialogue without its beginning token: its lines and the empty line that ends it.</summary>
    public static string Dialogue(IEnumerable<DialogueTurn> turns)
    {
        var text = new StringBuilder();
        foreach (var turn in turns)
            text.Append(Line(turn));
        return text.Append(EndOfTurn).ToString();
    }

    /// <summary>The prompt whose continuation is the companion's reply.</summary>
    /// <param name="history">Earlier turns, oldest first.</param>
    /// <param name="userText">What the user says now.</param>
    /// <param name="controlTokens">From <see cref="ControlTokens"/>, or empty.</param>
    public static string Prompt(IEnumerable<DialogueTurn> history, string userText, string controlTokens = "")
    {
        var text = new StringBuilder(BeginOfSequence).Append(controlTokens);
        foreach (var turn in history)
            text.Append(Line(turn));
        return text.Append(Line(new DialogueTurn(Speaker.User, userText))).Append(AssistantLabel).ToString();
    }

    /// <summary>The text with every run of line breaks, and the white space around it, as one space; trimmed.</summary>
    public static string Fold(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.AsSpan().IndexOfAny('\n', '\r') < 0)
            return text.Trim();

        var lines = text.Split(['\n', '\r'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return string.Join(' ', lines);
    }

    private static string Label(Speaker speaker) => speaker == Speaker.User ? UserLabel : AssistantLabel;

    private static string Level(double value, string low, string mid, string high) =>
        value < -Third ? low : value > Third ? high : mid;
}
