using Samantha.Inference;

namespace Samantha.Grains.Tests.Doubles;

/// <summary>The thread that asks.</summary>
internal static class OwnThread
{
    private const int NicenessField = 16;

    /// <summary>How far it gives way. After the name, which may have spaces, come a thread's figures in the order of proc_pid_stat(5).</summary>
    public static Niceness Niceness() =>
        (Niceness)int.Parse(File.ReadAllText("/proc/thread-self/stat").Split(')')[^1].Split(' ', StringSplitOptions.RemoveEmptyEntries)[NicenessField]);
}
