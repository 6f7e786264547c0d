using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace Orleans.Serialization.GeneratedCodeHelpers;

/// <summary>
/// Names types in serialized values, and finds only those again that may be there: the framework's that have codecs,
/// the application's that have generated code, and enumerations and errors of loaded assemblies. Nothing is loaded
/// because of a name.
/// </summary>
/// <remarks>
/// A name is an alias or a full name, then <c>&lt;arguments&gt;</c> and <c>[]</c>. Other enumerations and errors
/// have their assembly too, <c>name@assembly</c>, and errors begin with <c>!</c>, so that a reader can tell that an
/// unknown one is an error.
/// </remarks>
internal static class TypeNames
{
    public const char ExceptionMark = '!';
    public const char AssemblyMark = '@';

    private const int LongestName = 4096;

    // More names than this come from no honest peer.
    private const int MostKept = 10_000;

    private static readonly ConcurrentDictionary<Type, string> Names = new();
    private static readonly ConcurrentDictionary<string, Type> Types = new();
    private static volatile TypeNameIndex? s_index;

    private static TypeNameIndex Current => s_index is { } current && ReferenceEquals(current.Manifest, ApplicationParts.Manifest)
        ? current
        : s_index = new TypeNameIndex(ApplicationParts.Manifest);

    public static string NameOf(Type type) => Names.TryGetValue(type, out var name) ? name : Names.GetOrAdd(type, Build(type));

    /// <summary>The type with a name; null if it is not known.</summary>
    public static Type? TryResolve(string name)
    {
        if (Types.TryGetValue(name, out var type))
            return type;

        if (name.Length > LongestName)
            throw FieldReader.Malformed("the name of a type is too long");

        var position = 0;
        type = TryParse(name, ref position);
        if (type is not null && position < name.Length)
            throw FieldReader.Malformed("a type has a name that is none");

        if (type is not null && Types.Count < MostKept)
            Types[name] = type;

        return type;
    }

    /// <summary>The type that a generated codec is for; open if it is generic.</summary>
    public static Type TargetOf(Type codec)
    {
        for (var current = codec.BaseType; current is not null; current = current.BaseType)
        {
            if (!current.IsGenericType || current.GetGenericTypeDefinition() != typeof(Codec<>))
                continue;

            var target = current.GetGenericArguments()[0];
            return target.IsGenericType ? target.GetGenericTypeDefinition() : target;
        }

        throw new ArgumentException($"{codec} is not a codec.", nameof(codec));
    }

    private static string Build(Type type)
    {
        if (type.IsArray)
            return $"{NameOf(type.GetElementType()!)}[{new string(',', type.GetArrayRank() - 1)}]";

        if (type.IsGenericType && !type.IsGenericTypeDefinition)
            return $"{NameOf(type.GetGenericTypeDefinition())}<{string.Join(",", type.GetGenericArguments().Select(NameOf))}>";

        if (Current.Names.TryGetValue(type, out var known) || (ApplicationParts.TryAdd(type.Assembly) && Current.Names.TryGetValue(type, out known)))
            return known;

        if (!IsHarmless(type))
            throw new CodecNotFoundException($"Type {type} cannot be named in a serialized value. Annotate it with [GenerateSerializer].");

        return $"{(type.IsEnum ? "" : ExceptionMark)}{type.FullName}{AssemblyMark}{type.Assembly.GetName().Name}";
    }

    private static bool IsHarmless(Type type) => type.IsEnum || typeof(Exception).IsAssignableFrom(type);

    private static Type? TryParse(string name, ref int position)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        var end = name.AsSpan(position).IndexOfAny("<>[],");
        end = end < 0 ? name.Length : position + end;
        var type = Find(name[position..end]);
        position = end;
        if (position < name.Length && name[position] == '<')
        {
            var arguments = new List<Type?>();
            do
            {
                position++;
                arguments.Add(TryParse(name, ref position));
            }
            while (position < name.Length && name[position] == ',');

            Skip(name, ref position, '>');
            type = arguments.Contains(null) || type is null ? null : type.MakeGenericType([.. arguments!]);
        }

        while (position < name.Length && name[position] == '[')
        {
            var rank = 1;
            for (position++; position < name.Length && name[position] == ','; position++)
                rank++;

            Skip(name, ref position, ']');
            type = rank == 1 ? type?.MakeArrayType() : type?.MakeArrayType(rank);
        }

        return type;
    }

    private static void Skip(string name, ref int position, char expected)
    {
        if (position >= name.Length || name[position++] != expected)
            throw FieldReader.Malformed("a type has a name that is none");
    }

    private static Type? Find(string name)
    {
        if (Current.Types.TryGetValue(name, out var known))
            return known;

        var mark = name.IndexOf(AssemblyMark, StringComparison.Ordinal);
        if (mark < 0)
            return null;

        var assembly = Array.Find(AppDomain.CurrentDomain.GetAssemblies(), assembly => assembly.GetName().Name == name[(mark + 1)..]);
        var type = assembly?.GetType(name[..mark].TrimStart(ExceptionMark));
        return type is not null && IsHarmless(type) ? type : null;
    }
}
