using System.Runtime.CompilerServices;

namespace Samantha.Client.Transport;

/// <summary>Sends requests again while that is safe and there is patience.</summary>
internal sealed class Retry(SamanthaClientOptions options)
{
    /// <param name="attempt">Sends the request.</param>
    /// <param name="isRepeatable">Whether it may be carried out twice; if not, it is sent again only where it was not begun.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    public async Task<T> RunAsync<T>(Func<Task<T>> attempt, bool isRepeatable, CancellationToken cancellationToken)
    {
        for (var failures = new Failures(options); ;)
        {
            TimeSpan pause;
            try
            {
                return await attempt().ConfigureAwait(false);
            }
            catch (Exception failure) when (!cancellationToken.IsCancellationRequested
                && (isRepeatable ? Failures.Pass(failure) : Failures.WasNotBegun(failure)) && failures.TryNext(failure, out pause))
            {
            }

            await Task.Delay(pause, options.Time, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>A stream; once its first element has come, what fails is the caller's.</summary>
    public async IAsyncEnumerable<T> StreamAsync<T>(Func<IAsyncEnumerable<T>> open, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (items, isAny) = await RunAsync(
            async () =>
            {
                var enumerator = open().GetAsyncEnumerator(cancellationToken);
                try
                {
                    return (enumerator, await enumerator.MoveNextAsync().ConfigureAwait(false));
                }
                catch
                {
                    await enumerator.DisposeAsync().ConfigureAwait(false);
                    throw;
                }
            },
            isRepeatable: true,
            cancellationToken).ConfigureAwait(false);
        await using (items.ConfigureAwait(false))
        {
            for (; isAny; isAny = await items.MoveNextAsync().ConfigureAwait(false))
                yield return items.Current;
        }
    }
}
