using System.Runtime.InteropServices;

namespace Samantha.Inference.Versions;

/// <summary>The heap that tensors live in.</summary>
internal static class NativeHeap
{
    /// <summary>
    /// Gives freed memory back to the system. The C library keeps it for later, on each thread's part of the heap apart: a
    /// service that loads version after version would look, and at last be, ever larger.
    /// </summary>
    public static void Trim()
    {
        if (!OperatingSystem.IsLinux())
            return;
        try
        {
            _ = Trim(0);
        }
        catch (EntryPointNotFoundException)
        {
            // Another C library than glibc: it has its own ways.
        }
    }

    [DllImport("libc", EntryPoint = "malloc_trim")]
    private static extern int Trim(nuint left);
}
