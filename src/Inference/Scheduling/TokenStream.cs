using System.Threading.Channels;

namespace Samantha.Inference.Scheduling;

/// <summary>
/// The reply on its way from the engine's thread to its reader. It holds all that the reader has not taken yet, which the
/// longest reply bounds, so a slow reader never makes the engine wait.
/// </summary>
internal sealed class TokenStream : IAsyncEnumerable<GeneratedToken>
{
    // Readers continue on the thread pool, never on the engine's thread.
    private readonly Channel<GeneratedToken> channel = Channel.CreateUnbounded<GeneratedToken>(
        new UnboundedChannelOptions { SingleReader = true, SingleWriter = true, AllowSynchronousContinuations = false });

    private readonly Action cancelled;
    private readonly CancellationTokenSource source;
    private readonly CancellationTokenRegistration registration;
    private volatile bool isComplete;
    private int isRead;

    /// <param name="cancellationToken">Cancels the request.</param>
    /// <param name="cancelled">Is called when the reply is wanted no more.</param>
    public TokenStream(CancellationToken cancellationToken, Action cancelled)
    {
        this.cancelled = cancelled;
        source = new CancellationTokenSource();
        Cancellation = source.Token;
        registration = cancellationToken.UnsafeRegister(static stream => ((TokenStream)stream!).Cancel(), this);
    }

    /// <summary>Cancelled when the reply is wanted no more.</summary>
    public CancellationToken Cancellation { get; }

    public void Write(GeneratedToken token) => channel.Writer.TryWrite(token);

    /// <summary>Ends the reply; with an error, its reader gets that.</summary>
    public void Complete(Exception? error = null)
    {
        isComplete = true;
        channel.Writer.TryComplete(error);
        registration.Unregister();
    }

    public void Cancel()
    {
        if (isComplete)
            return;
        source.Cancel();
        cancelled();
    }

    /// <summary>Reads the reply, once. Leaving early cancels it.</summary>
    public async IAsyncEnumerator<GeneratedToken> GetAsyncEnumerator(CancellationToken cancellationToken = default)
    {
        if (Interlocked.Exchange(ref isRead, 1) != 0)
            throw new InvalidOperationException("A reply can be read once only.");
        using var reading = cancellationToken.UnsafeRegister(static stream => ((TokenStream)stream!).Cancel(), this);
        try
        {
            while (await channel.Reader.WaitToReadAsync(CancellationToken.None).ConfigureAwait(false))
            {
                while (channel.Reader.TryRead(out var token))
                    yield return token;
            }
        }
        finally
        {
            Cancel();
        }
    }
}
