using System.Runtime.InteropServices;

namespace Samantha.Grains.Training;

/// <summary>Makes the calling thread give way to others.</summary>
internal static class ThreadNiceness
{
    // Not the most there is: a thread that gets no time at all would hold up every collection of garbage.
    private const int Niceness = 10;
    private const int Process = 0;
    private const int ThisThread = 0;

    /// <summary>.NET passes no thread's priority on to Linux, where niceness belongs to the thread.</summary>
    public static void GiveWay()
    {
        if (OperatingSystem.IsLinux())
            _ = SetPriority(Process, ThisThread, Niceness);
    }

    [DllImport("libc", EntryPoint = "setpriority")]
    private static extern int SetPriority(int which, uint who, int niceness);
}
