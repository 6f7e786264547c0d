namespace Samantha.Contracts.Conversations;

/// <summary>Whether the model may learn from what a user judges and teaches.</summary>
public enum Consent
{
    /// <summary>The user has not said. A correction, rating or taught fact is then itself the consent to learn from it, unless configured otherwise.</summary>
    Unstated,

    /// <summary>The user agreed.</summary>
    Granted,

    /// <summary>The user refused: nothing of theirs is ever trained on.</summary>
    Withheld,
}
