namespace Orleans.Serialization.Invocation;

/// <summary>Keeps calls that have been made for the next ones, on each thread.</summary>
public static class InvokablePool
{
    /// <summary>Takes a call.</summary>
    public static T Get<T>() where T : class, IInvokable, new() => ThreadLocalPool<T>.Rent() ?? new T();

    /// <summary>Gives a call back; its members must have been cleared.</summary>
    public static void Return<T>(T obj) where T : class, IInvokable, new() => ThreadLocalPool<T>.Return(obj);
}
