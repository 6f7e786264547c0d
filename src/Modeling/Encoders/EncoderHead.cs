namespace Samantha.Modeling.Encoders;

/// <summary>What an encoder's output is for.</summary>
public enum EncoderHead
{
    /// <summary>One answer per text, from the pooled first token: [B, labels].</summary>
    Sequence,

    /// <summary>One answer per token: [B, T, labels].</summary>
    Token,

    /// <summary>Which token stood here: [B, T, vocabulary].</summary>
    MaskedLanguage,
}
