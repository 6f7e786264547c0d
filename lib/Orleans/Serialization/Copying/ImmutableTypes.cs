using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Numerics;
using System.Reflection;
using Orleans.Runtime;

namespace Orleans.Serialization.Cloning;

/// <summary>Tells which types' instances never change, so that a copy of one is itself.</summary>
internal static class ImmutableTypes
{
    private static readonly HashSet<Type> Known =
    [
        typeof(string), typeof(decimal), typeof(DateTime), typeof(DateTimeOffset), typeof(DateOnly), typeof(TimeOnly),
        typeof(TimeSpan), typeof(Guid), typeof(Half), typeof(Int128), typeof(UInt128), typeof(BigInteger), typeof(Complex),
        typeof(Uri), typeof(Version), typeof(IPAddress), typeof(IPEndPoint), typeof(CultureInfo), typeof(TimeZoneInfo),
        typeof(CancellationToken), typeof(Range), typeof(Index), typeof(System.Text.Rune), typeof(System.Net.Mail.MailAddress),
    ];

    private static readonly ConcurrentDictionary<Type, bool> Cache = new();

    public static bool IsImmutable(Type type) => Cache.TryGetValue(type, out var result) ? result : Cache.GetOrAdd(type, Compute(type));

    private static bool Compute(Type type)
    {
        if (type.IsPrimitive || type.IsEnum || Known.Contains(type) || type.IsDefined(typeof(ImmutableAttribute), inherit: false))
            return true;

        if (typeof(GrainReference).IsAssignableFrom(type) || typeof(MemberInfo).IsAssignableFrom(type))
            return true;

        if (!type.IsGenericType)
            return false;

        // These cannot change themselves; they are immutable when what they hold is.
        var definition = type.GetGenericTypeDefinition();
        return (definition == typeof(Nullable<>) || definition == typeof(KeyValuePair<,>)
                || definition.FullName!.StartsWith("System.ValueTuple`", StringComparison.Ordinal)
                || definition.FullName.StartsWith("System.Tuple`", StringComparison.Ordinal)
                || definition.Namespace == "System.Collections.Immutable" || definition.Namespace == "System.Collections.Frozen")
            && type.GetGenericArguments().All(argument => (argument.IsValueType || argument.IsSealed) && IsImmutable(argument));
    }
}
