using Samantha.Contracts.Conversations;

namespace Samantha.LoadGenerator;

/// <summary>What the service has of a user beside what it confirmed to that user.</summary>
/// <param name="Lost">Confirmed turns that are not stored.</param>
/// <param name="Duplicated">Turn ids that are stored more than once.</param>
/// <param name="Reordered">Confirmed turns that are stored before one that was confirmed earlier.</param>
/// <param name="Changed">Confirmed turns whose stored text or reply is another.</param>
/// <param name="WrongVersion">Confirmed turns stored under another version, or whose reply named more than one.</param>
/// <param name="Unknown">Stored turns that the user never sent.</param>
internal readonly record struct TurnAudit(int Lost, int Duplicated, int Reordered, int Changed, int WrongVersion, int Unknown)
{
    public static TurnAudit operator +(TurnAudit one, TurnAudit other) => new(
        one.Lost + other.Lost,
        one.Duplicated + other.Duplicated,
        one.Reordered + other.Reordered,
        one.Changed + other.Changed,
        one.WrongVersion + other.WrongVersion,
        one.Unknown + other.Unknown);

    /// <summary>Compares.</summary>
    /// <param name="confirmed">In the order of their confirmations.</param>
    /// <param name="uncertain">Ids of turns that were sent and never confirmed.</param>
    /// <param name="stored">In the service's order.</param>
    public static TurnAudit Of(IReadOnlyList<ConfirmedTurn> confirmed, IReadOnlySet<string> uncertain, IReadOnlyList<Turn> stored)
    {
        var known = confirmed.Select(turn => turn.TurnId).Concat(uncertain).ToHashSet();
        var copies = stored.ToLookup(turn => turn.TurnId);
        var place = stored.Select((turn, at) => (turn.TurnId, at)).DistinctBy(turn => turn.TurnId).ToDictionary(turn => turn.TurnId, turn => turn.at);
        var audit = default(TurnAudit) with
        {
            Duplicated = copies.Count(turn => turn.Count() > 1),
            Unknown = copies.Count(turn => !known.Contains(turn.Key)),
        };
        var latest = -1;
        foreach (var turn in confirmed)
        {
            if (copies[turn.TurnId].FirstOrDefault() is not { } copy)
            {
                audit = audit with { Lost = audit.Lost + 1 };
                continue;
            }

            audit = audit with
            {
                Reordered = audit.Reordered + (place[turn.TurnId] < latest ? 1 : 0),
                Changed = audit.Changed + (copy.Text != turn.Text || copy.Reply != turn.Reply ? 1 : 0),
                WrongVersion = audit.WrongVersion + (copy.Model != turn.Model || !turn.IsOfOneVersion ? 1 : 0),
            };
            latest = Math.Max(latest, place[turn.TurnId]);
        }

        return audit;
    }
}
