namespace Samantha.Inference;

/// <summary>Knows where a version's folder is: asked when a request names a version that is not in memory.</summary>
public interface IVersionLocator
{
    /// <summary>The folder of a version, fetched first if it is elsewhere.</summary>
    /// <param name="version">What the request names; it may be anything, of any length.</param>
    /// <param name="cancellationToken">Cancelled when the engine stops.</param>
    /// <exception cref="VersionNotFoundException">There is no such version.</exception>
    ValueTask<string> LocateAsync(string version, CancellationToken cancellationToken);
}
