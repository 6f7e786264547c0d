using System.ComponentModel;
using System.Reflection;
using Orleans.Serialization.Cloning;

namespace Orleans.Serialization.GeneratedCodeHelpers;

/// <summary>What generated code calls.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class OrleansGeneratedCodeHelper
{
    /// <summary>Begins a copy.</summary>
    public static CopyContext GetCopyContext() => CopyContext.Rent();

    /// <summary>Makes an instance to be filled member by member.</summary>
    public static T CreateInstance<T>() => ObjectActivator<T>.Create();

    /// <summary>The copier of a base class's members.</summary>
    public static IBaseCopier<T> GetBaseCopier<T>() where T : class => CopierProvider.GetBase<T>();

    /// <summary>The codec of a base class's members.</summary>
    public static ClassCodec<T> GetBaseCodec<T>() where T : class => BaseCodec<T>.Instance;

    /// <summary>The method of an interface that has the given types of parameters.</summary>
    public static MethodInfo GetMethodInfo(Type interfaceType, string methodName, Type[] typeArguments, Type[] parameterTypes)
    {
        foreach (var method in interfaceType.GetMethods())
        {
            if (method.Name != methodName || method.GetGenericArguments().Length != typeArguments.Length)
                continue;

            var closed = typeArguments.Length > 0 ? method.MakeGenericMethod(typeArguments) : method;
            if (closed.GetParameters().Select(parameter => parameter.ParameterType).SequenceEqual(parameterTypes))
                return closed;
        }

        throw new MissingMethodException(interfaceType.FullName, methodName);
    }

    private static class BaseCodec<T>
        where T : class
    {
        public static readonly ClassCodec<T> Instance = (ClassCodec<T>)CodecProvider.Get(typeof(T));
    }
}
