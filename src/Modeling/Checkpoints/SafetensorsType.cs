using static TorchSharp.torch;

namespace Samantha.Modeling.Checkpoints;

/// <summary>The names that safetensors files give to types of numbers.</summary>
internal static class SafetensorsType
{
    private static readonly (string Name, ScalarType Type, int Size)[] Types =
    [
        ("F32", ScalarType.Float32, 4),
        ("F16", ScalarType.Float16, 2),
        ("BF16", ScalarType.BFloat16, 2),
        ("F64", ScalarType.Float64, 8),
        ("I64", ScalarType.Int64, 8),
        ("I32", ScalarType.Int32, 4),
        ("I16", ScalarType.Int16, 2),
        ("I8", ScalarType.Int8, 1),
        ("U8", ScalarType.Byte, 1),
        ("BOOL", ScalarType.Bool, 1),
    ];

    public static ScalarType? Find(string name)
    {
        var found = Types.FirstOrDefault(type => type.Name == name);
        return found.Name is null ? null : found.Type;
    }

    public static string Name(ScalarType type) => Of(type).Name;

    public static int Size(ScalarType type) => Of(type).Size;

    private static (string Name, ScalarType Type, int Size) Of(ScalarType type)
    {
        var found = Types.FirstOrDefault(candidate => candidate.Type == type);
        return found.Name is null ? throw new NotSupportedException($"Safetensors files do not hold {type}.") : found;
    }
}
