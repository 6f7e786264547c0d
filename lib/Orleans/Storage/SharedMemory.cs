using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;

namespace Orleans.Runtime;

/// <summary>What silos of one process that are one cluster keep in memory together. A silo alone has its own.</summary>
internal sealed class SharedMemory
{
    private readonly ConcurrentDictionary<(Type Type, string Name), Lazy<object>> _values = new();

    public static T GetOrAdd<T>(IServiceProvider services, string name, Func<T> create)
        where T : class =>
        services.GetService<SharedMemory>() is { } shared
            ? (T)shared._values.GetOrAdd((typeof(T), name), _ => new Lazy<object>(create)).Value
            : create();
}
