using Samantha.Contracts.Conversations;
using Samantha.Contracts.Interactions;

namespace Samantha.Grains.Interactions;

/// <summary>
/// The append-only record of everything that happened between users and the companion; the one source of truth of a
/// conversation, and all that a trainer ever sees of it.
/// </summary>
/// <remarks>
/// Every method may throw <see cref="Contracts.Problems.StorageUnavailableException"/>; those that write also
/// <see cref="Contracts.Problems.StorageFullException"/>. After either, a write may or may not have happened only if the
/// storage itself broke while it answered: who must know reads the user's tail again.
/// </remarks>
public interface IInteractionLog
{
    /// <summary>
    /// Appends a user's next interaction and returns once it is durable. <paramref name="after"/> is the position of the
    /// user's last interaction as the caller knows it (0 for none): a caller that missed one is refused, so that a
    /// conversation never forks.
    /// </summary>
    /// <exception cref="StaleWriterException">The user's last interaction is another, or the turn id is taken.</exception>
    Task<LoggedInteraction> Append(string user, long after, Interaction interaction);

    /// <summary>The user's interactions with a sequence greater than <paramref name="afterSequence"/>, oldest first.</summary>
    Task<IReadOnlyList<LoggedInteraction>> Read(string user, long afterSequence, int limit);

    /// <summary>The user's interaction with this sequence, or null.</summary>
    Task<LoggedInteraction?> Find(string user, long sequence);

    /// <summary>The user's last turns with a sequence smaller than <paramref name="before"/> (null for the newest), oldest first, each with its feedback.</summary>
    Task<IReadOnlyList<Turn>> ReadTurns(string user, long? before, int limit);

    /// <summary>The user's turn with this id, with its feedback, or null.</summary>
    Task<Turn?> FindTurn(string user, string turnId);

    /// <summary>Deletes every interaction of a user beyond recovery, and notes the positions for whoever learned from them.</summary>
    /// <returns>How many were deleted.</returns>
    Task<int> Forget(string user);

    /// <summary>Interactions of all users at positions greater than <paramref name="after"/>, oldest first, without the users' names.</summary>
    Task<IReadOnlyList<AuthoredInteraction>> ReadFrom(long after, int limit);

    /// <summary>An author's turn with this id, with the feedback that was logged up to a position, or null.</summary>
    Task<Turn?> FindTurn(long author, string turnId, long through = long.MaxValue);

    /// <summary>What an author had said about learning by a position.</summary>
    Task<Consent> ConsentAt(long author, long position);

    /// <summary>The author's first turn with a sequence greater than <paramref name="sequence"/>, as the log had it up to a position, or null.</summary>
    Task<Turn?> FindTurnAfter(long author, long sequence, long through = long.MaxValue);

    /// <summary>Positions of deleted interactions that were not acknowledged yet.</summary>
    Task<IReadOnlyList<long>> ReadDeletions();

    /// <summary>Drops the notes of deletions once nothing learned from them is kept.</summary>
    Task AcknowledgeDeletions(IReadOnlyList<long> positions);
}
