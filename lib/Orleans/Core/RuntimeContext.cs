namespace Orleans.Runtime;

/// <summary>
/// The activation whose code this thread is running. It is per thread, not per async flow: continuations
/// return to their activation's scheduler, which sets it, and code that left the scheduler has none.
/// </summary>
internal static class RuntimeContext
{
    [ThreadStatic]
    private static IGrainContext? t_current;

    public static IGrainContext? Current
    {
        get => t_current;
        set => t_current = value;
    }
}
