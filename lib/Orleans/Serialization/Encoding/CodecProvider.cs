using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Orleans.Runtime;
using Orleans.Serialization.Configuration;

namespace Orleans.Serialization.GeneratedCodeHelpers;

/// <summary>The codec of <typeparamref name="T"/>.</summary>
internal static class CodecOf<T>
{
    private static Codec<T>? s_instance;

    public static Codec<T> Instance => s_instance ??= (Codec<T>)CodecProvider.Get(typeof(T));
}

/// <summary>Finds the codecs of types: of scalars, generated ones, those of collections, converters, errors and references.</summary>
internal static class CodecProvider
{
    private static readonly ConcurrentDictionary<Type, Codec> Codecs = new();
    private static volatile Index? s_index;

    private static Index Current => s_index is { } current && ReferenceEquals(current.Manifest, ApplicationParts.Manifest)
        ? current
        : s_index = new Index(ApplicationParts.Manifest);

    public static Codec Get(Type type) => TryGet(type, out var codec)
        ? codec
        : throw new CodecNotFoundException($"Could not find a codec for type {type}. Annotate it with [GenerateSerializer] and its members with [Id].");

    public static bool TryGet(Type type, [NotNullWhen(true)] out Codec? codec)
    {
        if (!Codecs.TryGetValue(type, out codec) && Create(type) is { } created)
            codec = Codecs.GetOrAdd(type, created);

        return codec is not null;
    }

    private static Codec? Create(Type type)
    {
        if (ScalarCodecs.All.TryGetValue(type, out var scalar))
            return scalar;

        if (type.IsEnum)
            return Instantiate(typeof(EnumCodec<>), type);

        if (TryCreateGenerated(type) is { } generated)
            return generated;

        // The framework's own derived classes stand for their bases.
        for (var ancestor = type.BaseType; ancestor is not null && type.Namespace is "System" or "System.Net" or "System.Globalization"; ancestor = ancestor.BaseType)
        {
            if (ScalarCodecs.All.TryGetValue(ancestor, out scalar))
                return scalar;
        }

        if (typeof(Exception).IsAssignableFrom(type))
            return Instantiate(typeof(ExceptionCodec<>), type);

        if (typeof(IAddressable).IsAssignableFrom(type))
            return type.IsInterface || typeof(GrainReference).IsAssignableFrom(type) ? Instantiate(typeof(GrainReferenceCodec<>), type) : null;

        return typeof(RequestBase).IsAssignableFrom(type) && !type.IsAbstract
            ? Instantiate(typeof(RequestCodec<>), type)
            : CollectionCodecs.TryCreate(type);
    }

    private static Codec? TryCreateGenerated(Type type)
    {
        var definition = type.IsGenericType ? type.GetGenericTypeDefinition() : type;
        if (Current.Codecs.TryGetValue(definition, out var codec))
            return codec.IsGenericTypeDefinition ? Instantiate(codec, type.GetGenericArguments()) : Instantiate(codec);

        if (Current.Converters.TryGetValue(definition, out var converter))
        {
            var closed = converter.IsGenericTypeDefinition ? converter.MakeGenericType(type.GetGenericArguments()) : converter;
            var arguments = Index.ContractOf(closed).GetGenericArguments();
            return (Codec)typeof(ConverterCodec<,,>).MakeGenericType(arguments[0], arguments[1], closed).GetMethod(nameof(ConverterCodec<,,>.Create))!.Invoke(null, null)!;
        }

        return ApplicationParts.TryAdd(type.Assembly) ? TryCreateGenerated(type) : null;
    }

    private static Codec Instantiate(Type codec, params Type[] arguments) =>
        (Codec)Activator.CreateInstance(arguments.Length == 0 ? codec : codec.MakeGenericType(arguments), nonPublic: true)!;

    private sealed class Index
    {
        public Index(TypeManifestOptions manifest)
        {
            Manifest = manifest;
            foreach (var codec in manifest.Serializers)
                Codecs[TypeNames.TargetOf(codec)] = codec;

            foreach (var converter in manifest.Converters)
            {
                var target = ContractOf(converter).GetGenericArguments()[0];
                Converters[target.IsGenericType ? target.GetGenericTypeDefinition() : target] = converter;
            }
        }

        public TypeManifestOptions Manifest { get; }

        public Dictionary<Type, Type> Codecs { get; } = [];

        public Dictionary<Type, Type> Converters { get; } = [];

        public static Type ContractOf(Type converter) =>
            converter.GetInterfaces().First(type => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IConverter<,>));
    }
}
