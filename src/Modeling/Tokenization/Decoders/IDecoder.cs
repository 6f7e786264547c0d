namespace Samantha.Modeling.Tokenization.Decoders;

/// <summary>
/// Turns tokens back into text: the last step of the pipeline. A decoder works on a stream, so that a text decoded
/// token by token is by construction the text decoded at once.
/// </summary>
internal interface IDecoder
{
    /// <summary>A fresh sink that passes what it decodes on to <paramref name="next"/>.</summary>
    TokenSink Open(TokenSink next);
}
