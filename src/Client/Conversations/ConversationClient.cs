using System.Net;
using System.Runtime.CompilerServices;
using Samantha.Client.Transport;
using Samantha.Contracts.Conversations;
using Samantha.Contracts.Emotions;
using Samantha.Contracts.Interactions;

namespace Samantha.Client.Conversations;

/// <summary>The conversation with one user. Safe for several threads; turns are answered in the order of their arrival.</summary>
public sealed class ConversationClient
{
    private readonly Service _service;
    private readonly string _path;

    internal ConversationClient(Service service, string user)
    {
        _service = service;
        _path = $"/api/conversations/{Uri.EscapeDataString(user)}";
        User = user;
    }

    /// <summary>Whose conversation.</summary>
    public string User { get; }

    /// <summary>
    /// Says something and streams the answer. Where the connection breaks, a silo is gone or silent, or the service is busy,
    /// the turn is sent again under the same id, so that it is said once whatever happens. Cancelling before it is confirmed
    /// leaves it unsaid.
    /// </summary>
    /// <exception cref="SamanthaProblemException">The service refused the turn, or it failed; nothing of it is stored.</exception>
    /// <exception cref="HttpRequestException">The service could not be reached, however often it was tried.</exception>
    public async IAsyncEnumerable<TurnUpdate> SayAsync(
        string text, TurnSettings? settings = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(text);
        var turn = TurnSettings.Request(text, settings ?? new TurnSettings());
        var failures = new Failures(_service.Options);
        for (var attempt = 1; ; attempt++)
        {
            if (failures.Last is { } cause)
                yield return new TurnRestarted(attempt, cause);

            var updates = Open(turn, cancellationToken).GetAsyncEnumerator(cancellationToken);
            await using var reading = updates.ConfigureAwait(false);
            while (await MoveAsync(updates, failures, cancellationToken).ConfigureAwait(false))
            {
                yield return updates.Current;
                if (updates.Current is TurnConfirmed)
                    yield break;
            }
        }
    }

    /// <summary>Says something and waits for the whole answer; otherwise as <see cref="SayAsync"/>.</summary>
    public async Task<TurnConfirmed> AskAsync(string text, TurnSettings? settings = null, CancellationToken cancellationToken = default)
    {
        TurnConfirmed? confirmed = null;
        await foreach (var update in SayAsync(text, settings, cancellationToken).ConfigureAwait(false))
            confirmed = update as TurnConfirmed ?? confirmed;
        return confirmed!; // a stream that ends has confirmed
    }

    /// <summary>History, emotional state and memory.</summary>
    /// <param name="before">Only turns before this sequence; null for the newest.</param>
    /// <param name="limit">How many turns at most, 0 to 500.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    public Task<ConversationView> ReadAsync(long? before = null, int limit = 50, CancellationToken cancellationToken = default) => Ask(
        http => http.GetAsync<ConversationView>($"{_path}?limit={limit}{(before is { } place ? $"&before={place}" : "")}", cancellationToken),
        grain => grain.Read(before, limit),
        cancellationToken);

    /// <summary>One stored turn.</summary>
    public Task<Turn> ReadTurnAsync(string turnId, CancellationToken cancellationToken = default) => Ask(
        http => http.GetAsync<Turn>(TurnPath(turnId), cancellationToken),
        grain => grain.ReadTurn(turnId),
        cancellationToken);

    /// <summary>Which words of a turn moved the emotional state.</summary>
    public Task<EmotionExplanation> ExplainAsync(string turnId, CancellationToken cancellationToken = default) => Ask(
        http => http.GetAsync<EmotionExplanation>($"{TurnPath(turnId)}/emotion", cancellationToken),
        grain => grain.Explain(turnId),
        cancellationToken);

    /// <summary>Rates a reply, or says what it should have been. Judging the same twice changes nothing.</summary>
    public Task<Turn> JudgeAsync(string turnId, Feedback feedback, CancellationToken cancellationToken = default) => Ask(
        http => http.PostAsync<Turn>($"{TurnPath(turnId)}/feedback", feedback, cancellationToken),
        grain => grain.Judge(turnId, feedback),
        cancellationToken);

    /// <summary>Teaches, for everyone, how a question about the service is answered. Nothing personal.</summary>
    public Task TeachAsync(string question, string answer, CancellationToken cancellationToken = default) => _service.TellAsync<IConversationGrain>(
        User,
        http => http.SendAsync(HttpMethod.Post, $"{_path}/lessons", new { question, answer }, cancellationToken),
        grain => grain.Teach(question, answer),
        cancellationToken,
        isRepeatable: false);

    /// <summary>Tells the companion something to remember of this user. It stays with the user and is never trained on.</summary>
    public Task<Fact> RememberAsync(string text, CancellationToken cancellationToken = default) => Ask(
        http => http.PostAsync<Fact>($"{_path}/memory", new { text }, cancellationToken),
        grain => grain.Remember(text),
        cancellationToken);

    /// <summary>Removes something from the companion's memory of this user.</summary>
    /// <returns>Whether it was there.</returns>
    public Task<bool> UnrememberAsync(long factId, CancellationToken cancellationToken = default) => Ask(
        http => UnrememberAsync(http, $"{_path}/memory/{factId}", cancellationToken),
        grain => grain.Unremember(factId),
        cancellationToken);

    /// <summary>States whether the model may learn from this user.</summary>
    public Task SetConsentAsync(Consent consent, CancellationToken cancellationToken = default) => _service.TellAsync<IConversationGrain>(
        User,
        http => http.SendAsync(HttpMethod.Put, $"{_path}/consent", new { consent }, cancellationToken),
        grain => grain.SetConsent(consent),
        cancellationToken);

    /// <summary>Sets the companion's emotional state back to its temperament.</summary>
    public Task<EmotionalState> ResetEmotionalStateAsync(CancellationToken cancellationToken = default) => Ask(
        http => http.PostAsync<EmotionalState>($"{_path}/emotional-state/reset", null, cancellationToken),
        grain => grain.ResetEmotionalState(),
        cancellationToken);

    /// <summary>Everything stored of this user, oldest first.</summary>
    public IAsyncEnumerable<Interaction> ExportAsync(CancellationToken cancellationToken = default) => _service.ListAsync<IConversationGrain, Interaction>(
        User,
        http => http.ListAsync<Interaction>($"{_path}/export", cancellationToken),
        grain => grain.Export(cancellationToken),
        cancellationToken);

    /// <summary>Deletes everything stored of this user.</summary>
    public Task<ForgetReceipt> ForgetAsync(CancellationToken cancellationToken = default) => Ask(
        http => http.SendAsync<ForgetReceipt>(HttpMethod.Delete, _path, null, cancellationToken),
        grain => grain.Forget(),
        cancellationToken);

    private static async Task<bool> UnrememberAsync(HttpTransport http, string path, CancellationToken cancellationToken)
    {
        try
        {
            await http.SendAsync(HttpMethod.Delete, path, null, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (SamanthaProblemException problem) when (problem.Status == HttpStatusCode.NotFound)
        {
            return false;
        }
    }

    private string TurnPath(string turnId) => $"{_path}/turns/{Uri.EscapeDataString(turnId)}";

    private Task<T> Ask<T>(Func<HttpTransport, Task<T>> overHttp, Func<IConversationGrain, Task<T>> ofGrain, CancellationToken cancellationToken) =>
        _service.AskAsync(User, overHttp, ofGrain, cancellationToken);

    private IAsyncEnumerable<TurnUpdate> Open(TurnRequest turn, CancellationToken cancellationToken) => _service.Open<IConversationGrain, TurnUpdate>(
        User,
        http => http.StreamAsync(HttpMethod.Post, $"{_path}/turns", WireTurn.Of(turn), "text/event-stream", TurnStream.ReadAsync, cancellationToken),
        grain => TurnStream.ReadAsync(grain.Say(turn, cancellationToken), cancellationToken),
        cancellationToken);

    /// <summary>Whether there is another update; false also where the turn is to be sent again, after a pause.</summary>
    private async Task<bool> MoveAsync(IAsyncEnumerator<TurnUpdate> updates, Failures failures, CancellationToken cancellationToken)
    {
        TimeSpan pause;
        try
        {
            return await updates.MoveNextAsync().ConfigureAwait(false);
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested && Failures.Pass(failure) && failures.TryNext(failure, out pause))
        {
        }

        await Task.Delay(pause, _service.Options.Time, cancellationToken).ConfigureAwait(false);
        return false;
    }
}
