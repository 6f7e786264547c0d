using Samantha.Modeling.Tokenization.Decoders;

namespace Samantha.Modeling.Tokenization;

/// <summary>
/// Decodes a stream of tokens as they come. What <see cref="Append"/> and <see cref="Complete"/> return, joined, is what
/// <see cref="HuggingFaceTokenizer.Decode"/> returns for all ids at once; no piece ever ends inside a code point.
/// Not thread-safe: one decoder for one stream.
/// </summary>
public sealed class IncrementalDecoder
{
    private readonly Func<int, string?> _token;
    private readonly TextSink _text;
    private readonly TokenSink _sink;

    internal IncrementalDecoder(Func<int, string?> token, IDecoder decoder)
    {
        _token = token;
        _text = new TextSink();
        _sink = decoder.Open(_text);
    }

    /// <summary>Takes the next token; returns the text that is now certain, often a word, sometimes nothing yet.</summary>
    /// <param name="id">The token's id; an id that the vocabulary lacks is passed over.</param>
    public string Append(int id)
    {
        if (_token(id) is not { } token)
            return "";
        _sink.Append(token);
        _sink.EndToken();
        return _text.Take();
    }

    /// <summary>Ends the stream; returns what was still kept back.</summary>
    public string Complete()
    {
        _sink.Complete();
        return _text.Take();
    }
}
