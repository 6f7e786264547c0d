using System.Runtime.InteropServices;

namespace Samantha.Grains.Training;

/// <summary>
/// Makes the calling thread give way to others. No level is the lowest there is: a thread that gets no time at all would hold
/// up every collection of garbage, and with it those whom it is to give way to.
/// </summary>
internal static class ThreadNiceness
{
    /// <summary>A quarter of a normal thread's share, for what users wait for though nobody's request does.</summary>
    public const int Learning = 6;

    /// <summary>A tenth of a normal thread's share, for what nobody waits for.</summary>
    public const int Background = 10;

    private const int Process = 0;
    private const int ThisThread = 0;

    /// <summary>.NET passes no thread's priority on to Linux, where niceness belongs to the thread.</summary>
    public static void GiveWay(int niceness)
    {
        if (OperatingSystem.IsLinux())
            _ = SetPriority(Process, ThisThread, niceness);
    }

    [DllImport("libc", EntryPoint = "setpriority")]
    private static extern int SetPriority(int which, uint who, int niceness);
}
