using System.Collections.Concurrent;
using Orleans.Serialization.Configuration;

namespace Orleans.Serialization.Cloning;

/// <summary>The copier of <typeparamref name="T"/>.</summary>
internal static class CopierProvider<T>
{
    // A derived class need not keep the promise of its base.
    public static readonly bool IsShallow = (typeof(T).IsValueType || typeof(T).IsSealed) && ImmutableTypes.IsImmutable(typeof(T));

    private static IDeepCopier<T>? s_instance;

    public static IDeepCopier<T> Instance => s_instance ??= (IDeepCopier<T>)CopierProvider.Get(typeof(T));
}

/// <summary>Finds the copiers of types: generated ones, those of collections, converters.</summary>
internal static class CopierProvider
{
    private static readonly ConcurrentDictionary<Type, IDeepCopier> Copiers = new();
    private static readonly ConcurrentDictionary<Type, object> BaseCopiers = new();
    private static volatile Index? s_index;

    public static bool TryGet(Type type, out IDeepCopier? copier)
    {
        if (!Copiers.TryGetValue(type, out copier) && Create(type) is { } created)
            copier = Copiers.GetOrAdd(type, created);

        return copier is not null;
    }

    public static IDeepCopier Get(Type type) => TryGet(type, out var copier)
        ? copier!
        : throw new CodecNotFoundException($"Could not find a copier for type {type}. Annotate it with [GenerateSerializer] and its members with [Id].");

    public static IBaseCopier<T> GetBase<T>() where T : class => (IBaseCopier<T>)BaseCopiers.GetOrAdd(typeof(T), static type =>
        CreateGenerated(type) as IBaseCopier<T> ?? throw new CodecNotFoundException($"Could not find a base copier for type {type}."));

    private static IDeepCopier? Create(Type type)
    {
        if (ImmutableTypes.IsImmutable(type))
            return (IDeepCopier)Activator.CreateInstance(typeof(ShallowCopier<>).MakeGenericType(type))!;

        return CreateGenerated(type) as IDeepCopier ?? CollectionCopiers.TryCreate(type) ?? CreateForException(type);
    }

    // Errors are shared, not copied: their stack and data are written where they are thrown.
    private static IDeepCopier? CreateForException(Type type) => typeof(Exception).IsAssignableFrom(type)
        ? (IDeepCopier)Activator.CreateInstance(typeof(ShallowCopier<>).MakeGenericType(type))!
        : null;

    private static object? CreateGenerated(Type type)
    {
        var definition = type.IsGenericType ? type.GetGenericTypeDefinition() : type;
        var index = s_index is { } current && ReferenceEquals(current.Manifest, ApplicationParts.Manifest)
            ? current
            : s_index = new Index(ApplicationParts.Manifest);
        if (!index.Copiers.TryGetValue(definition, out var copierType))
            return ApplicationParts.TryAdd(type.Assembly) ? CreateGenerated(type) : null;

        if (copierType.IsGenericTypeDefinition)
            copierType = copierType.MakeGenericType(type.GetGenericArguments());

        return Activator.CreateInstance(copierType, nonPublic: true);
    }

    private sealed class Index
    {
        public Index(TypeManifestOptions manifest)
        {
            Manifest = manifest;
            foreach (var copier in manifest.Copiers)
                Copiers[TargetOf(copier, typeof(IDeepCopier<>)) ?? TargetOf(copier, typeof(IBaseCopier<>))!] = copier;

            foreach (var converter in manifest.Converters)
            {
                var contract = converter.GetInterfaces().First(type => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IConverter<,>));
                var arguments = contract.GetGenericArguments();
                if (!converter.IsGenericTypeDefinition)
                    Copiers[arguments[0]] = typeof(ConverterCopier<,,>).MakeGenericType(arguments[0], arguments[1], converter);
            }
        }

        public TypeManifestOptions Manifest { get; }

        public Dictionary<Type, Type> Copiers { get; } = [];

        private static Type? TargetOf(Type copier, Type contract)
        {
            var implemented = copier.GetInterfaces().FirstOrDefault(type => type.IsGenericType && type.GetGenericTypeDefinition() == contract);
            var target = implemented?.GetGenericArguments()[0];
            return target is { IsGenericType: true } ? target.GetGenericTypeDefinition() : target;
        }
    }
}
