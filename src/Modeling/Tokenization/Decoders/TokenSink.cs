namespace Samantha.Modeling.Tokenization.Decoders;

/// <summary>Receives a stream of tokens, each as one or more fragments. A sink keeps back only what later tokens may still change.</summary>
internal abstract class TokenSink
{
    /// <summary>Receives a fragment of the current token.</summary>
    public abstract void Append(string fragment);

    /// <summary>The current token is complete.</summary>
    public abstract void EndToken();

    /// <summary>No token follows: passes on all that was kept back.</summary>
    public abstract void Complete();
}
