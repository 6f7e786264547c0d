using System.Runtime.InteropServices;

namespace Samantha.Inference;

/// <summary>Runs work on a thread of its own that gives way to those that serve requests.</summary>
public static class LowPriorityThread
{
    private const int Process = 0;
    private const int ThisThread = 0;

    /// <summary>Begins the work.</summary>
    /// <param name="name">The thread's name.</param>
    /// <param name="niceness">How far it gives way.</param>
    /// <param name="work">The work.</param>
    /// <returns>What comes of it: a result, its exception, or that it was cancelled.</returns>
    public static Task<T> RunAsync<T>(string name, Niceness niceness, Func<T> work)
    {
        // Continuations go elsewhere: they are not of low priority.
        var result = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        var thread = new Thread(() =>
        {
            GiveWay(niceness);
            try
            {
                result.SetResult(work());
            }
            catch (OperationCanceledException cancelled)
            {
                result.SetCanceled(cancelled.CancellationToken);
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
    private static void GiveWay(Niceness niceness)
    {
        if (OperatingSystem.IsLinux())
            _ = SetPriority(Process, ThisThread, (int)niceness);
    }

    [DllImport("libc", EntryPoint = "setpriority")]
    private static extern int SetPriority(int which, uint who, int niceness);
}
