using Samantha.Contracts.Interactions;

namespace Samantha.Silo.Storage.Sql;

/// <summary>Values of the column <c>kind</c>; never to be renumbered.</summary>
internal static class InteractionKind
{
    public const int Turn = 1;
    public const int Feedback = 2;
    public const int Taught = 3;
    public const int Other = 4;

    /// <summary>The kind of an interaction, and the turn that it is or is about.</summary>
    public static (int Kind, string? TurnId) Of(Interaction interaction) => interaction switch
    {
        TurnTaken turn => (Turn, turn.TurnId),
        FeedbackGiven feedback => (Feedback, feedback.TurnId),
        FactTaught => (Taught, null),
        _ => (Other, null),
    };
}
