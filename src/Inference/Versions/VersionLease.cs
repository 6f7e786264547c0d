namespace Samantha.Inference.Versions;

/// <summary>Holds a version in memory until it is disposed.</summary>
internal sealed class VersionLease(LoadedVersion version, Action release) : IDisposable
{
    private int released;

    public LoadedVersion Version { get; } = version;

    public void Dispose()
    {
        if (Interlocked.Exchange(ref released, 1) == 0)
            release();
    }
}
