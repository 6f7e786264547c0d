namespace Samantha.Modeling.Tokenization;

/// <summary>Regular expressions that cut a text into words before byte-pair encoding, in the syntax that .NET and Oniguruma share.</summary>
public static class SplitPatterns
{
    /// <summary>GPT-2: a word keeps the space before it; runs of digits stay whole.</summary>
    public const string Gpt2 = @"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+";

    /// <summary>Llama 3: up to three digits together; a word keeps one character before it; line breaks stay with what they end.</summary>
    public const string Llama3 =
        @"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+";

    /// <summary>
    /// Dialogue: a word keeps the space before it, every digit and every line break stands alone. So numbers are spelled
    /// the same wherever they occur, and the end of a turn is always the same single token.
    /// </summary>
    public const string Dialogue =
        @"(?i:'s|'t|'re|'ve|'m|'ll|'d)| ?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+|[\r\n]|[^\S\r\n]+(?!\S)|[^\S\r\n]+";
}
