using System.Linq.Expressions;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace Orleans.Serialization;

/// <summary>Makes instances to be filled member by member: by the constructor without parameters if there is one, else without any.</summary>
internal static class ObjectActivator<T>
{
    public static readonly Func<T> Create = Build();

    private static Func<T> Build()
    {
        var constructor = typeof(T).GetConstructor(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic, Type.EmptyTypes);
        if (constructor is not null && !typeof(T).IsAbstract)
            return Expression.Lambda<Func<T>>(Expression.New(constructor)).Compile();

        return typeof(T).IsValueType
            ? static () => default!
            : static () => (T)RuntimeHelpers.GetUninitializedObject(typeof(T));
    }
}
