namespace Samantha.Silo.Storage.Blobs;

/// <summary>A lock among the processes of a machine. It is the operating system's, so it dies with its holder, however that dies.</summary>
internal sealed class HostLock : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    private readonly FileStream _file;

    private HostLock(FileStream file) => _file = file;

    /// <summary>Waits for the lock that a file stands for.</summary>
    public static async Task<HostLock> Take(string path, TimeProvider time, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return new HostLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
            }
            catch (IOException error) when (IsHeld(error))
            {
                await Task.Delay(Interval, time, cancellationToken);
            }
        }
    }

    public void Dispose() => _file.Dispose();

    // EWOULDBLOCK of Linux and of BSD, ERROR_SHARING_VIOLATION and ERROR_LOCK_VIOLATION of Windows.
    private static bool IsHeld(IOException error) => (error.HResult & 0xFFFF) is 11 or 35 or 32 or 33;
}
