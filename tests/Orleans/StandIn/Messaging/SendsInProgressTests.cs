using Orleans.Runtime;

namespace Samantha.Orleans.Tests.StandIn.Messaging;

public sealed class SendsInProgressTests
{
    private readonly SendsInProgress _sends = new();

    [Fact]
    public void WhenSent_NothingHasBegun_IsAtOnce() => _sends.WhenSentAsync().IsCompletedSuccessfully.ShouldBeTrue();

    [Fact]
    public async Task WhenSent_WaitsForWhatHasBegunAndForNothingElse()
    {
        var (before, alsoBefore) = (_sends.Begin(), _sends.Begin());
        var waiting = _sends.WhenSentAsync();
        var after = _sends.Begin();
        _sends.End(before);
        waiting.IsCompleted.ShouldBeFalse();
        _sends.End(alsoBefore);
        await waiting;

        var again = _sends.WhenSentAsync();
        again.IsCompleted.ShouldBeFalse();
        _sends.End(after);
        await again;
    }

    [Fact]
    public async Task WhenSent_WhileManySend_NeverEndsBeforeThoseThatHadBegun()
    {
        var sent = new int[4];
        using var stopped = new CancellationTokenSource();
        var senders = Enumerable.Range(0, sent.Length).Select(i => Task.Run(async () =>
        {
            while (!stopped.IsCancellationRequested)
            {
                var send = _sends.Begin();
                await Task.Yield();
                Interlocked.Increment(ref sent[i]);
                _sends.End(send);
            }
        })).ToArray();
        for (var i = 0; i < 200; i++)
        {
            var mine = _sends.Begin();
            var waiting = _sends.WhenSentAsync();
            await Task.Yield();
            waiting.IsCompleted.ShouldBeFalse();
            _sends.End(mine);
            await waiting;
        }

        await stopped.CancelAsync();
        await Task.WhenAll(senders);
        await _sends.WhenSentAsync();
    }
}
