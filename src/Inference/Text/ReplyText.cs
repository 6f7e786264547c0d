using Samantha.Modeling.Tokenization;

namespace Samantha.Inference.Text;

/// <summary>The text of a reply while its tokens come: whole characters only, and nothing of a stop string.</summary>
internal sealed class ReplyText(HuggingFaceTokenizer tokenizer, IReadOnlyList<string> stops)
{
    private readonly IncrementalDecoder decoder = tokenizer.CreateDecoder();
    private readonly StopStrings matcher = new(stops);

    /// <summary>Whether a stop string has come.</summary>
    public bool Stopped => matcher.Stopped;

    /// <summary>Takes the next token; returns the text that is now certain, often nothing.</summary>
    public string Append(int token) => matcher.Append(decoder.Append(token));

    /// <summary>Ends the reply; returns what was held back.</summary>
    public string Complete() => matcher.Append(decoder.Complete()) + matcher.Complete();
}
