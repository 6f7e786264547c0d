using System.Collections.Concurrent;
using Orleans.Serialization;
using Orleans.Serialization.GeneratedCodeHelpers;
using Orleans.Serialization.Invocation;

namespace Orleans.Runtime;

/// <summary>Makes the calls of one kind, to be filled with arguments.</summary>
internal abstract class RequestFactory
{
    private static readonly ConcurrentDictionary<Type, RequestFactory> Factories = new();

    public static RequestFactory Find(string name)
    {
        var type = TypeNames.TryResolve(name);
        if (type is null || !typeof(RequestBase).IsAssignableFrom(type))
            throw new SerializerException($"The method \"{name}\" is not known here. Is its interface declared in an assembly that this process references, and of the same version?");

        return Factories.GetOrAdd(type, static type => (RequestFactory)Activator.CreateInstance(typeof(Of<>).MakeGenericType(type))!);
    }

    public abstract RequestBase Create();

    private sealed class Of<T> : RequestFactory
        where T : RequestBase, new()
    {
        public override RequestBase Create() => InvokablePool.Get<T>();
    }
}
