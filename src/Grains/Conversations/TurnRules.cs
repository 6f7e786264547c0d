using System.Text;
using Samantha.Contracts.Conversations;
using Samantha.Contracts.Problems;

namespace Samantha.Grains.Conversations;

/// <summary>What a conversation takes. The messages say what to do and quote nothing.</summary>
internal static class TurnRules
{
    private const int LongestUser = 256;
    private const int LongestTurnId = 128;

    public static void CheckUser(string user)
    {
        if (string.IsNullOrWhiteSpace(user) || user.Length > LongestUser || user.Any(char.IsControl))
            throw new InvalidUserException($"Name the user with 1 to {LongestUser} characters, none of them a control character.");
    }

    public static void CheckTurnId(string turnId)
    {
        if (turnId.Length is 0 or > LongestTurnId || !turnId.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or ':' or '-'))
            throw new InvalidTurnIdException($"Name the turn with 1 to {LongestTurnId} letters, digits or . _ : - characters, or leave the id out.");
    }

    /// <summary>The text as it is stored: valid Unicode. Throws where there is none, or too much.</summary>
    public static string CheckText(string? text, int longest, string what)
    {
        if (string.IsNullOrWhiteSpace(text))
            throw new EmptyTextException($"The {what} must not be empty. Send at least one character that is not white space.");
        if (text.Length > longest)
            throw new TextTooLongException($"The {what} has {text.Length} characters; at most {longest} are taken. Shorten it or send it in parts.");
        return text.Any(char.IsSurrogate) ? Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)) : text;
    }

    public static void CheckFeedback(Feedback? feedback)
    {
        if (feedback is null or { Rating: null, Correction: null })
            throw new InvalidFeedbackException("State a rating, a correction, or both.");
        if (feedback.Rating is < -1 or > 1)
            throw new InvalidFeedbackException("The rating must be -1 (bad), 0 (taken back) or 1 (good).");
    }
}
