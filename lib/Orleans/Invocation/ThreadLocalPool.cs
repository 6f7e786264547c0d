namespace Orleans.Serialization.Invocation;

/// <summary>
/// A small stack of unused objects on each thread: no lock, no sharing. Objects move between threads with the
/// calls that use them; what a thread has too many of is left to the garbage collector.
/// </summary>
internal static class ThreadLocalPool<T>
    where T : class
{
    private const int Capacity = 128;

    [ThreadStatic]
    private static Stack? t_stack;

    public static T? Rent()
    {
        var stack = t_stack;
        if (stack is null || stack.Count == 0)
            return null;

        var index = --stack.Count;
        var item = stack.Items[index];
        stack.Items[index] = null;
        return item;
    }

    public static void Return(T item)
    {
        var stack = t_stack ??= new Stack();
        if (stack.Count < Capacity)
            stack.Items[stack.Count++] = item;
    }

    private sealed class Stack
    {
        public readonly T?[] Items = new T?[Capacity];
        public int Count;
    }
}
