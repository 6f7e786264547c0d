using Samantha.Contracts.Interactions;
using Samantha.Grains.Interactions;
using Samantha.Silo.Storage.Sql;

namespace Samantha.Silo.Storage.Postgres;

/// <summary>An append that waits for its place in a transaction.</summary>
internal sealed class PostgresAppend
{
    // Whoever waits goes on elsewhere: the appender only appends.
    private readonly TaskCompletionSource<LoggedInteraction> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Interaction _interaction;

    public PostgresAppend(string user, long after, Interaction interaction)
    {
        _interaction = interaction;
        User = PostgresDatabase.WellFormed(user);
        After = after;
        (Kind, TurnId) = InteractionKind.Of(interaction);
        Consent = interaction is ConsentChanged consent ? (int)consent.Consent : null;
        Body = InteractionJson.Write(interaction);
    }

    public string User { get; }

    public long After { get; }

    public int Kind { get; }

    public string? TurnId { get; }

    public int? Consent { get; }

    public string Body { get; }

    public Task<LoggedInteraction> Task => _completion.Task;

    /// <summary>The transaction is durable.</summary>
    /// <param name="place">Where the interaction is now; null if it was refused.</param>
    public void Commit((long Position, long Sequence)? place)
    {
        if (place is { } found)
            _completion.TrySetResult(new LoggedInteraction(found.Position, found.Sequence, _interaction));
        else
            _completion.TrySetException(new StaleWriterException());
    }

    /// <summary>The storage failed.</summary>
    public void Fail(Exception error) => _completion.TrySetException(error);
}
