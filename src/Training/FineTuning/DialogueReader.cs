using Samantha.Modeling;
using Samantha.Modeling.Tokenization;
using Samantha.Training.Data;

namespace Samantha.Training.FineTuning;

/// <summary>
/// Reads what a decoder is fine-tuned on: dialogues, <c>{"messages":[{"role":"user","content":"…"},{"role":"assistant",…},…]}</c>,
/// which become lines of <see cref="DialogueFormat"/>, and plain texts, <c>{"text":"…"}</c>, which stay as they are.
/// </summary>
/// <param name="tokenizer">The model's tokenizer.</param>
/// <param name="limit">How long a dialogue may be; longer texts become several rows.</param>
/// <param name="all">Whether all of a dialogue is predicted; else what the assistant says.</param>
internal sealed class DialogueReader(HuggingFaceTokenizer tokenizer, RowLimit limit, bool all)
{
    /// <summary>The rows of some files.</summary>
    /// <exception cref="TrainingDataException">A file is missing, malformed or empty; the message says where.</exception>
    public IReadOnlyList<TokenExample> Read(IReadOnlyList<string> paths)
    {
        var examples = JsonLine.Read(paths).SelectMany(line => line.Has("messages") ? [Dialogue(line)] : Text(line)).ToList();
        return examples.Count > 0
            ? examples
            : throw new TrainingDataException($"{string.Join(", ", paths)}: there is nothing to learn from. Write a dialogue or a text on each line.");
    }

    /// <summary>The dialogues of some files; texts are passed over.</summary>
    public static IEnumerable<IReadOnlyList<DialogueTurn>> Dialogues(IReadOnlyList<string> paths) =>
        JsonLine.Read(paths).Where(line => line.Has("messages")).Select(Turns);

    private static IReadOnlyList<DialogueTurn> Turns(JsonLine line) => [.. line.List("messages").Select(message => new DialogueTurn(
        JsonLine.Text(message, "role") switch
        {
            "user" => Speaker.User,
            "assistant" => Speaker.Assistant,
            _ => throw line.Fault("has a message whose role is neither user nor assistant, and dialogues have no others. Leave the message out."),
        },
        JsonLine.Text(message, "content") ?? throw line.Fault("has a message without content. Write it, or leave the message out.")))];

    private TokenExample Dialogue(JsonLine line)
    {
        var turns = Turns(line);
        if (!all && turns.All(turn => turn.Speaker != Speaker.Assistant))
            throw line.Fault("has no message of the assistant, and these are what is learned. Add one, or pass --all-lines.");
        var text = new PredictedText(tokenizer, DialogueFormat.Dialogue(turns));
        var replies = Replies(turns);
        var row = text.Row(0, limit.Keep(line, text.Ids.Length), at => all || replies.Exists(reply => at >= reply.Start && at < reply.End));
        return row.Predicted > 0 ? row : throw line.Fault("has nothing left to learn once --cut has cut it. Split the line.");
    }

    // Each with the space before and the line break after it, in code points as tokens' offsets are.
    private static List<(int Start, int End)> Replies(IReadOnlyList<DialogueTurn> turns)
    {
        var spans = new List<(int Start, int End)>();
        var at = 0;
        foreach (var turn in turns)
        {
            var end = at + DialogueFormat.Line(turn).EnumerateRunes().Count();
            if (turn.Speaker == Speaker.Assistant)
                spans.Add((at + DialogueFormat.AssistantLabel.Length, end));
            at = end;
        }

        return spans;
    }

    // Each row but the first begins with the last token of the one before, so that every token is predicted once.
    private IEnumerable<TokenExample> Text(JsonLine line)
    {
        if (!line.Has("text"))
            throw line.Fault("has neither \"messages\" nor \"text\". Write a dialogue or a text.");
        var text = new PredictedText(tokenizer, line.Text("text"));
        for (var start = 0; start < text.Ids.Length - 1; start += limit.Tokens - 1)
            yield return text.Row(start, Math.Min(text.Ids.Length, start + limit.Tokens), _ => true);
    }
}
