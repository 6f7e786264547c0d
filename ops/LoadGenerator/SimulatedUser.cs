using System.Diagnostics;
using Samantha.Client;
using Samantha.Client.Conversations;
using Samantha.Contracts.Conversations;

namespace Samantha.LoadGenerator;

/// <summary>A user that says the lines of dialogues one after the other, with pauses to read and think.</summary>
/// <param name="client">Begins with this user's silo.</param>
/// <param name="name">The user's name in the service; no one else's.</param>
/// <param name="dialogues">What is said.</param>
/// <param name="settings">How often, and how long.</param>
/// <param name="random">Decides what is said and when.</param>
/// <param name="meter">Is told what happens.</param>
internal sealed class SimulatedUser(
    SamanthaClient client, string name, IReadOnlyList<IReadOnlyList<string>> dialogues, LoadSettings settings, Random random, LoadMeter meter)
{
    private readonly List<ConfirmedTurn> _confirmed = [];
    private readonly HashSet<string> _uncertain = [];
    private readonly List<Wait> _waits = [];

    public ConversationClient Conversation { get; } = client.Conversation(name);

    /// <summary>The turns that the service confirmed, in their order.</summary>
    public IReadOnlyList<ConfirmedTurn> Confirmed => _confirmed;

    /// <summary>Turns that were given up unconfirmed: they may be stored or not, but no more than once.</summary>
    public IReadOnlySet<string> Uncertain => _uncertain;

    /// <summary>From when to when the user waited for each of those that were confirmed.</summary>
    public IReadOnlyList<Wait> Waits => _waits;

    /// <summary>Talks until no new turn is to begin.</summary>
    /// <param name="enough">No new turn begins after this.</param>
    /// <param name="cancellationToken">Ends even the turn under way.</param>
    public async Task TalkAsync(CancellationToken enough, CancellationToken cancellationToken)
    {
        try
        {
            // Not all at the same moment.
            await Task.Delay(settings.Think * random.NextDouble(), enough).ConfigureAwait(false);
            for (var number = 0; ;)
            {
                foreach (var line in dialogues[random.Next(dialogues.Count)])
                {
                    await SayAsync($"t{number++}", line, cancellationToken).ConfigureAwait(false);
                    await RateAsync(cancellationToken).ConfigureAwait(false);
                    await Task.Delay(settings.Think * -Math.Log(1.0 - random.NextDouble()), enough).ConfigureAwait(false);
                }
            }
        }
        catch (OperationCanceledException) when (enough.IsCancellationRequested)
        {
        }
    }

    private async Task SayAsync(string turnId, string text, CancellationToken cancellationToken)
    {
        var began = Stopwatch.GetTimestamp();
        var first = TimeSpan.Zero;
        var models = new HashSet<string>(StringComparer.Ordinal);
        // Of this attempt's stream.
        var heard = Heard.Nothing;
        meter.Begin();
        try
        {
            var how = new TurnSettings { TurnId = turnId, Sampling = new SamplingSettings(MaxTokens: settings.MostTokens) };
            await foreach (var update in Conversation.SayAsync(text, how, cancellationToken).ConfigureAwait(false))
            {
                switch (update)
                {
                    case TurnRestarted restarted:
                        meter.Restart(restarted.Cause, heard);
                        heard = Heard.Nothing;
                        models.Clear();
                        break;
                    case EmotionHeard:
                        heard = Heard.Emotion;
                        break;
                    case ReplyGrew grew:
                        heard = Heard.Reply;
                        first = first == TimeSpan.Zero ? Stopwatch.GetElapsedTime(began) : first;
                        models.Add(grew.Model);
                        break;
                    case TurnConfirmed confirmed:
                        models.Add(confirmed.Model);
                        _confirmed.Add(new ConfirmedTurn(turnId, text, confirmed.Reply, confirmed.Model, models.Count == 1));
                        _waits.Add(new Wait(began, Stopwatch.GetTimestamp()));
                        meter.Confirm(first, Stopwatch.GetElapsedTime(began), confirmed.Model);
                        break;
                }
            }
        }
        catch (Exception failure) when (IsOfTheService(failure))
        {
            _uncertain.Add(turnId);
            meter.Fail(failure, heard);
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    private async Task RateAsync(CancellationToken cancellationToken)
    {
        if (_confirmed.Count == 0 || settings.Rate?.Invoke(_confirmed[^1].Model) is not { } rating)
            return;
        try
        {
            await Conversation.JudgeAsync(_confirmed[^1].TurnId, new Feedback(rating), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception failure) when (IsOfTheService(failure))
        {
            // A rating that does not arrive is no turn that failed.
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    private static bool IsOfTheService(Exception failure) =>
        failure is HttpRequestException or IOException or SamanthaProblemException or OperationCanceledException;
}

/// <summary>A time that a user waited, in <see cref="Stopwatch"/>'s ticks.</summary>
internal readonly record struct Wait(long Began, long Ended);

/// <summary>What the service confirmed.</summary>
/// <param name="TurnId">The turn.</param>
/// <param name="Text">What was said.</param>
/// <param name="Reply">What was replied.</param>
/// <param name="Model">The version named in the confirmation.</param>
/// <param name="IsOfOneVersion">Whether every piece of the reply named that version.</param>
internal sealed record ConfirmedTurn(string TurnId, string Text, string Reply, string Model, bool IsOfOneVersion);
