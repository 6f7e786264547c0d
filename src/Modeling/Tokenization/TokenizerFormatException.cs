namespace Samantha.Modeling.Tokenization;

/// <summary>A tokenizer's files are missing, damaged, or ask for something that is not supported. The message says what to do.</summary>
public sealed class TokenizerFormatException : FormatException
{
    /// <summary>Creates the exception.</summary>
    public TokenizerFormatException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
