using System.Collections.Concurrent;
using System.Diagnostics;

namespace Samantha.Benchmarks.Services;

/// <summary>Users who talk without pause, each reply streamed; how long its first token took is noted.</summary>
internal sealed class TalkingUsers : IAsyncDisposable
{
    private static readonly string[] Openings =
    [
        "I would like to find a place to eat.", "Can you find me a hotel in the city?", "Tell me about the weather tomorrow.",
        "I need a bus to the coast.", "Play some music for me.", "What films are on tonight?", "Book a table for two please.", "How are you today?",
    ];

    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<(long At, TimeSpan Took)> _firstTokens = new();
    private readonly List<Task> _talking;
    private int _replies, _failures;

    /// <param name="service">The service.</param>
    /// <param name="users">How many.</param>
    /// <param name="name">Begins their names.</param>
    public TalkingUsers(ServiceClient service, int users, string name = "user") =>
        _talking = [.. Enumerable.Range(0, users).Select(user => Task.Run(() => TalkAsync(service, name, user)))];

    public int Replies => _replies;

    public int Failures => _failures;

    /// <summary>When a request was sent, in <see cref="Stopwatch"/>'s ticks, and how long its first token took.</summary>
    public IReadOnlyList<(long At, TimeSpan Took)> FirstTokens => [.. _firstTokens];

    public async ValueTask DisposeAsync()
    {
        // They may be asked to stop before the end of their scope.
        await _stop.CancelAsync();
        await Task.WhenAll(_talking);
    }

    private async Task TalkAsync(ServiceClient service, string name, int user)
    {
        for (var turn = 0; !_stop.IsCancellationRequested; turn++)
        {
            var sent = Stopwatch.GetTimestamp();
            var began = false;
            try
            {
                await foreach (var message in service.StreamAsync($"{name}{user}-{turn / 8}", Openings[(user + turn) % Openings.Length], CancellationToken.None, temperature: 0.8))
                {
                    if (began || message.Token is null)
                        continue;
                    began = true;
                    _firstTokens.Enqueue((sent, Stopwatch.GetElapsedTime(sent)));
                }

                Interlocked.Increment(ref _replies);
            }
            catch (Exception failure) when (failure is HttpRequestException or IOException)
            {
                Interlocked.Increment(ref _failures);
            }
        }
    }
}
