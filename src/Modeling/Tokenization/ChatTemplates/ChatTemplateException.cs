namespace Samantha.Modeling.Tokenization.ChatTemplates;

/// <summary>
/// A chat template cannot be read, refuses the messages (<c>raise_exception</c>), or runs away. The message names the line.
/// A template may quote the messages in its refusal: show it to who sent them, and keep it out of logs.
/// </summary>
public sealed class ChatTemplateException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="reason">What is wrong.</param>
    /// <param name="line">The template's line, from 1.</param>
    public ChatTemplateException(string reason, int line)
        : base($"Chat template, line {line}: {reason}")
    {
        Reason = reason;
        Line = line;
    }

    /// <summary>What is wrong, without the place; of a refusal, the template's own words.</summary>
    public string Reason { get; }

    /// <summary>The template's line, from 1.</summary>
    public int Line { get; }
}
