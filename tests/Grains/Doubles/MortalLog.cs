using Samantha.Contracts.Conversations;
using Samantha.Contracts.Interactions;
using Samantha.Grains.Interactions;

namespace Samantha.Grains.Tests.Doubles;

/// <summary>A log as one process sees it.</summary>
internal sealed class MortalLog(IInteractionLog log, ProcessLife life) : IInteractionLog
{
    public Task<LoggedInteraction> Append(string user, long after, Interaction interaction) => Living.Append(user, after, interaction);

    public Task<IReadOnlyList<LoggedInteraction>> Read(string user, long afterSequence, int limit) => Living.Read(user, afterSequence, limit);

    public Task<LoggedInteraction?> Find(string user, long sequence) => Living.Find(user, sequence);

    public Task<IReadOnlyList<Turn>> ReadTurns(string user, long? before, int limit) => Living.ReadTurns(user, before, limit);

    public Task<Turn?> FindTurn(string user, string turnId) => Living.FindTurn(user, turnId);

    public Task<int> Forget(string user) => Living.Forget(user);

    public Task<IReadOnlyList<AuthoredInteraction>> ReadFrom(long after, int limit) => Living.ReadFrom(after, limit);

    public Task<Turn?> FindTurn(long author, string turnId, long through) => Living.FindTurn(author, turnId, through);

    public Task<Consent> ConsentAt(long author, long position) => Living.ConsentAt(author, position);

    public Task<Turn?> FindTurnAfter(long author, long sequence, long through) => Living.FindTurnAfter(author, sequence, through);

    public Task<IReadOnlyList<long>> ReadDeletions() => Living.ReadDeletions();

    public Task AcknowledgeDeletions(IReadOnlyList<long> positions) => Living.AcknowledgeDeletions(positions);

    private IInteractionLog Living
    {
        get
        {
            life.Check();
            return log;
        }
    }
}
