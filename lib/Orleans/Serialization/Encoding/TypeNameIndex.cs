using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Collections.ObjectModel;
using System.Reflection;
using Orleans.Runtime;
using Orleans.Serialization.Configuration;

namespace Orleans.Serialization.GeneratedCodeHelpers;

/// <summary>The names of the types that are not made of others: the framework's and the application's.</summary>
internal sealed class TypeNameIndex
{
    private static readonly Type[] Framework =
    [
        .. ScalarCodecs.All.Keys, typeof(object), typeof(GrainReference), typeof(IAddressable), typeof(Nullable<>), typeof(KeyValuePair<,>),
        typeof(List<>), typeof(HashSet<>), typeof(SortedSet<>), typeof(Queue<>), typeof(Stack<>), typeof(LinkedList<>),
        typeof(Dictionary<,>), typeof(SortedDictionary<,>), typeof(SortedList<,>), typeof(ConcurrentDictionary<,>),
        typeof(Collection<>), typeof(ReadOnlyCollection<>), typeof(ReadOnlyDictionary<,>),
        typeof(ImmutableArray<>), typeof(ImmutableList<>), typeof(ImmutableHashSet<>), typeof(ImmutableDictionary<,>),
        typeof(FrozenSet<>), typeof(FrozenDictionary<,>),
        typeof(IEnumerable<>), typeof(ICollection<>), typeof(IList<>), typeof(ISet<>), typeof(IDictionary<,>),
        typeof(IReadOnlyCollection<>), typeof(IReadOnlyList<>), typeof(IReadOnlySet<>), typeof(IReadOnlyDictionary<,>), typeof(IAsyncEnumerable<>),
        typeof(Memory<>), typeof(ReadOnlyMemory<>), typeof(ArraySegment<>),
        typeof(Tuple<>), typeof(Tuple<,>), typeof(Tuple<,,>), typeof(ValueTuple<>), typeof(ValueTuple<,>), typeof(ValueTuple<,,>),
        typeof(ValueTuple<,,,>), typeof(ValueTuple<,,,,>), typeof(ValueTuple<,,,,,>), typeof(ValueTuple<,,,,,,>),
    ];

    public TypeNameIndex(TypeManifestOptions manifest)
    {
        Manifest = manifest;
        foreach (var type in Framework)
            Add(type, type.Name);

        foreach (var (alias, type) in manifest.WellKnownTypeAliases)
            Add(type, alias);

        foreach (var type in manifest.Serializers.Select(TypeNames.TargetOf).Concat(manifest.Interfaces).Concat(manifest.Converters.SelectMany(TypesOf)))
        {
            if (!Names.ContainsKey(type))
                Add(type, (typeof(Exception).IsAssignableFrom(type) ? TypeNames.ExceptionMark.ToString() : "") + (OwnAliasOf(type) ?? type.FullName));
        }
    }

    public TypeManifestOptions Manifest { get; }

    public Dictionary<Type, string> Names { get; } = [];

    public Dictionary<string, Type> Types { get; } = [];

    // Not the alias of a base class, which names the base class.
    private static string? OwnAliasOf(Type type) => type.GetCustomAttributes<AliasAttribute>(inherit: false).FirstOrDefault()?.Alias;

    private static IEnumerable<Type> TypesOf(Type converter) => converter.GetInterfaces()
        .Where(type => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IConverter<,>))
        .Select(type => type.GetGenericArguments()[0])
        .Select(type => type.IsGenericType ? type.GetGenericTypeDefinition() : type);

    // What is said by punctuation must not be in a name.
    private static string Escape(string name) => name.AsSpan().IndexOfAny("<>[],@") < 0
        ? name
        : name.Replace('<', '{').Replace('>', '}').Replace('[', '(').Replace(']', ')').Replace(',', ';').Replace(TypeNames.AssemblyMark, ':');

    private void Add(Type type, string name)
    {
        name = Escape(name);
        Names[type] = name;
        if (!Types.TryAdd(name, type) && Types[name] != type)
            throw new OrleansConfigurationException($"Types {Types[name]} and {type} have the same name \"{name}\" in serialized values. Give one of them another [Alias].");
    }
}
