using Orleans;
using Orleans.Concurrency;
using Samantha.Contracts.Emotions;
using Samantha.Contracts.Interactions;

namespace Samantha.Contracts.Conversations;

/// <summary>
/// The conversation of one user, whose name is the key (1 to 256 characters, no control characters). Turns of one user
/// are answered one after the other in the order of their arrival; reading never waits for them.
/// </summary>
/// <remarks>
/// Every method may throw <see cref="Problems.InvalidUserException"/>, <see cref="Problems.StorageFullException"/> or
/// <see cref="Problems.StorageUnavailableException"/>; others are named where they are thrown.
/// </remarks>
[Alias("samantha.IConversationGrain")]
public interface IConversationGrain : IGrainWithStringKey
{
    /// <summary>
    /// Says something to the companion and streams its answer. <see cref="TurnCompleted"/> comes after the turn is
    /// stored. A request with the id of a stored turn and the same text yields the stored reply and changes nothing.
    /// </summary>
    /// <remarks>
    /// What is refused before anything happened is thrown; a failure after the first event is the last event,
    /// <see cref="TurnFailed"/>. A turn that is cancelled, or whose stream is disposed, before it is stored is not
    /// stored at all. A caller that vanished without a word does not stop the turn: it is stored, and sending the
    /// request again yields it.
    /// </remarks>
    /// <exception cref="Problems.EmptyTextException">The text says nothing.</exception>
    /// <exception cref="Problems.TextTooLongException">The text is longer than the service takes.</exception>
    /// <exception cref="Problems.InvalidTurnIdException">The id cannot be used.</exception>
    /// <exception cref="Problems.TurnIdReusedException">The id belongs to a turn with another text.</exception>
    /// <exception cref="Problems.InvalidSamplingException">A setting is out of its range.</exception>
    /// <exception cref="Problems.UnknownVersionException">There is no such version.</exception>
    /// <exception cref="Problems.VersionNotServableException">The version cannot be served.</exception>
    /// <exception cref="Problems.OverloadedException">Too many turns of this user, or of all, are waiting.</exception>
    [Alias("Say")]
    IAsyncEnumerable<TurnEvent> Say(TurnRequest request, CancellationToken cancellationToken = default);

    /// <summary>The conversation as it stands, with the last <paramref name="limit"/> turns before a place.</summary>
    /// <param name="before">Only turns with a smaller <see cref="Turn.Sequence"/>; null for the newest.</param>
    /// <param name="limit">How many turns at most, 0 to 500.</param>
    [Alias("Read"), AlwaysInterleave]
    Task<ConversationView> Read(long? before = null, int limit = 50);

    /// <summary>One stored turn.</summary>
    /// <exception cref="Problems.TurnNotFoundException">The user has no such turn.</exception>
    [Alias("ReadTurn"), AlwaysInterleave]
    Task<Turn> ReadTurn(string turnId);

    /// <summary>Which words of a turn moved the emotional state.</summary>
    /// <exception cref="Problems.TurnNotFoundException">The user has no such turn.</exception>
    [Alias("Explain"), AlwaysInterleave]
    Task<EmotionExplanation> Explain(string turnId);

    /// <summary>Judges a reply. Judging the same twice changes nothing.</summary>
    /// <returns>The turn with its feedback as it stands now.</returns>
    /// <exception cref="Problems.TurnNotFoundException">The user has no such turn.</exception>
    /// <exception cref="Problems.InvalidFeedbackException">The feedback states nothing, or a rating that is none.</exception>
    /// <exception cref="Problems.TextTooLongException">The correction is longer than the service takes.</exception>
    [Alias("Judge")]
    Task<Turn> Judge(string turnId, Feedback feedback);

    /// <summary>Tells the companion something to remember of this user. Telling the same twice changes nothing.</summary>
    /// <exception cref="Problems.EmptyTextException">The text says nothing.</exception>
    /// <exception cref="Problems.TextTooLongException">The text is longer than a memory may be.</exception>
    /// <exception cref="Problems.OverloadedException">The user's memory is full; something must be unremembered first.</exception>
    [Alias("Remember")]
    Task<Fact> Remember(string text);

    /// <summary>Removes one thing from the companion's memory of this user.</summary>
    /// <returns>Whether it was there.</returns>
    [Alias("Unremember")]
    Task<bool> Unremember(long factId);

    /// <summary>Teaches the model, for everyone, how a question about the service is answered. Nothing personal.</summary>
    /// <exception cref="Problems.EmptyTextException">The question or the answer says nothing.</exception>
    /// <exception cref="Problems.TextTooLongException">One of them is longer than the service takes.</exception>
    [Alias("Teach")]
    Task Teach(string question, string answer);

    /// <summary>
    /// States whether the model may learn from this user's judgements from now on. Refusing also drops every lesson of
    /// theirs that waits or is rehearsed; what a version has learned already goes with <see cref="Forget"/>.
    /// </summary>
    [Alias("SetConsent")]
    Task SetConsent(Consent consent);

    /// <summary>Sets the companion's emotional state back to its temperament.</summary>
    /// <returns>The state now.</returns>
    [Alias("ResetEmotionalState")]
    Task<EmotionalState> ResetEmotionalState();

    /// <summary>Everything stored of this user, oldest first.</summary>
    [Alias("Export")]
    IAsyncEnumerable<Interaction> Export(CancellationToken cancellationToken = default);

    /// <summary>
    /// Deletes everything stored of this user: the conversation, the log records, the lessons drawn from them; and marks
    /// the model versions that learned from them. It may be repeated, and completes after a crash in its midst.
    /// </summary>
    [Alias("Forget")]
    Task<ForgetReceipt> Forget();
}
