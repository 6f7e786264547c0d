using System.Runtime.InteropServices;

namespace Samantha.Inference.Versions;

/// <summary>Runs work on a thread of its own that gives way to those that serve requests.</summary>
internal static class LowPriorityThread
{
    // A third of a normal thread's share: it gives way, and is not starved by busy neighbours. A starved thread would hold
    // up every collection of garbage, and with it those whom it is to give way to (at 10 it did, under heavy load).
    private const int Niceness = 5;
    private const int ThisThread = 0;

    public static Task<T> RunAsync<T>(string name, Func<T> work)
    {
        // Continuations go elsewhere: they are not of low priority.
        var result = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        var thread = new Thread(() =>
        {
            GiveWay();
            try
            {
                result.SetResult(work());
            }
            catch (Exception error)
            {
                result.SetException(error);
            }
        })
        {
            Name = name,
            IsBackground = true,
            Priority = ThreadPriority.BelowNormal,
        };
        thread.Start();
        return result.Task;
    }

    // .NET passes no thread's priority on to Linux, where niceness belongs to the thread.
    private static void GiveWay()
    {
        if (OperatingSystem.IsLinux())
            _ = SetPriority(0, ThisThread, Niceness);
    }

    [DllImport("libc", EntryPoint = "setpriority")]
    private static extern int SetPriority(int which, uint who, int niceness);
}
