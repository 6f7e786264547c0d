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
    private readonly HttpTransport _transport;
    private readonly SamanthaClientOptions _options;
    private readonly string _path;

    internal ConversationClient(HttpTransport transport, SamanthaClientOptions options, string user)
    {
        _transport = transport;
        _options = options;
        _path = $"/api/conversations/{Uri.EscapeDataString(user)}";
        User = user;
    }

    /// <summary>Whose conversation.</summary>
    public string User { get; }

    /// <summary>
    /// Says something and streams the answer. Where the connection breaks or the service is busy, the turn is sent again
    /// under the same id, so that it is said once whatever happens. Cancelling before it is confirmed leaves it unsaid.
    /// </summary>
    /// <exception cref="SamanthaProblemException">The service refused the turn, or it failed; nothing of it is stored.</exception>
    /// <exception cref="HttpRequestException">The service could not be reached, however often it was tried.</exception>
    public async IAsyncEnumerable<TurnUpdate> SayAsync(
        string text, TurnSettings? settings = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(text);
        var body = WireTurn.Of(text, settings ?? new TurnSettings());
        for (var attempt = 1; ; attempt++)
        {
            if (attempt > 1)
            {
                await Task.Delay(_options.PauseBefore(attempt), _options.Time, cancellationToken).ConfigureAwait(false);
                yield return new TurnRestarted(attempt);
            }

            var answering = new StrongBox<Uri?>();
            await using var updates = SendAsync(body, answering, cancellationToken).GetAsyncEnumerator(cancellationToken);
            var last = attempt >= _options.MostAttempts;
            while (await MoveAsync(updates, answering, last, cancellationToken).ConfigureAwait(false))
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
    public Task<ConversationView> ReadAsync(long? before = null, int limit = 50, CancellationToken cancellationToken = default) =>
        _transport.GetAsync<ConversationView>($"{_path}?limit={limit}{(before is { } place ? $"&before={place}" : "")}", cancellationToken);

    /// <summary>One stored turn.</summary>
    public Task<Turn> ReadTurnAsync(string turnId, CancellationToken cancellationToken = default) =>
        _transport.GetAsync<Turn>(TurnPath(turnId), cancellationToken);

    /// <summary>Which words of a turn moved the emotional state.</summary>
    public Task<EmotionExplanation> ExplainAsync(string turnId, CancellationToken cancellationToken = default) =>
        _transport.GetAsync<EmotionExplanation>($"{TurnPath(turnId)}/emotion", cancellationToken);

    /// <summary>Rates a reply, or says what it should have been. Judging the same twice changes nothing.</summary>
    public Task<Turn> JudgeAsync(string turnId, Feedback feedback, CancellationToken cancellationToken = default) =>
        _transport.PostAsync<Turn>($"{TurnPath(turnId)}/feedback", feedback, cancellationToken);

    /// <summary>Teaches, for everyone, how a question about the service is answered. Nothing personal.</summary>
    public Task TeachAsync(string question, string answer, CancellationToken cancellationToken = default) =>
        _transport.SendAsync(HttpMethod.Post, $"{_path}/lessons", new { question, answer }, cancellationToken);

    /// <summary>Tells the companion something to remember of this user. It stays with the user and is never trained on.</summary>
    public Task<Fact> RememberAsync(string text, CancellationToken cancellationToken = default) =>
        _transport.PostAsync<Fact>($"{_path}/memory", new { text }, cancellationToken);

    /// <summary>Removes something from the companion's memory of this user.</summary>
    /// <returns>Whether it was there.</returns>
    public async Task<bool> UnrememberAsync(long factId, CancellationToken cancellationToken = default)
    {
        try
        {
            await _transport.SendAsync(HttpMethod.Delete, $"{_path}/memory/{factId}", null, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (SamanthaProblemException problem) when (problem.Status == HttpStatusCode.NotFound)
        {
            return false;
        }
    }

    /// <summary>States whether the model may learn from this user.</summary>
    public Task SetConsentAsync(Consent consent, CancellationToken cancellationToken = default) =>
        _transport.SendAsync(HttpMethod.Put, $"{_path}/consent", new { consent }, cancellationToken);

    /// <summary>Sets the companion's emotional state back to its temperament.</summary>
    public Task<EmotionalState> ResetEmotionalStateAsync(CancellationToken cancellationToken = default) =>
        _transport.PostAsync<EmotionalState>($"{_path}/emotional-state/reset", null, cancellationToken);

    /// <summary>Everything stored of this user, oldest first.</summary>
    public IAsyncEnumerable<Interaction> ExportAsync(CancellationToken cancellationToken = default) =>
        _transport.ListAsync<Interaction>($"{_path}/export", cancellationToken);

    /// <summary>Deletes everything stored of this user.</summary>
    public Task<ForgetReceipt> ForgetAsync(CancellationToken cancellationToken = default) =>
        _transport.SendAsync<ForgetReceipt>(HttpMethod.Delete, _path, null, cancellationToken);

    private string TurnPath(string turnId) => $"{_path}/turns/{Uri.EscapeDataString(turnId)}";

    private async IAsyncEnumerable<TurnUpdate> SendAsync(
        WireTurn turn, StrongBox<Uri?> answering, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var response = await _transport.OpenAsync(HttpMethod.Post, $"{_path}/turns", turn, "text/event-stream", cancellationToken).ConfigureAwait(false);
        answering.Value = response.RequestMessage?.RequestUri;
        var stream = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await foreach (var update in TurnStream.ReadAsync(stream, cancellationToken).ConfigureAwait(false))
            yield return update;
    }

    /// <summary>Whether there is another update; false also where the connection broke and the turn may be sent again.</summary>
    private async Task<bool> MoveAsync(
        IAsyncEnumerator<TurnUpdate> updates, StrongBox<Uri?> answering, bool last, CancellationToken cancellationToken)
    {
        try
        {
            return await updates.MoveNextAsync().ConfigureAwait(false);
        }
        catch (Exception failure) when (!last && !cancellationToken.IsCancellationRequested
            && failure is (HttpRequestException or IOException or SamanthaProblemException { IsTransient: true }))
        {
            // A stream may break after its beginning, of which the transport does not learn.
            if (answering.Value is { } address)
                _transport.Leave(address);
            return false;
        }
    }
}
