using System.Collections.Concurrent;

namespace Samantha.Silo.Storage.Models;

/// <summary>Looks for each version once, for all who ask meanwhile and later; what failed is looked for anew.</summary>
internal sealed class LocatedVersions(Func<string, Task<string>> locate)
{
    private readonly ConcurrentDictionary<string, Lazy<Task<string>>> _located = new(StringComparer.Ordinal);

    /// <summary>The folder of a version. Who gives up waiting does not end the search for others.</summary>
    public async Task<string> Of(string version, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var locating = _located.GetOrAdd(version, id => new Lazy<Task<string>>(() => locate(id)));
        try
        {
            return await locating.Value.WaitAsync(cancellationToken);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            _located.TryRemove(KeyValuePair.Create(version, locating));
            throw;
        }
    }

    /// <summary>Looks for a version anew when it is asked for again.</summary>
    public void Remove(string version) => _located.TryRemove(version, out _);
}
