using System.Runtime.InteropServices;

namespace TorchSharp.Native;

/// <summary>One argument of an operator as the shim reads it; mirrors ts::Argument in shim.h.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct NativeArgument
{
    public long Kind;
    public long Bits;
    public long Length;
}

internal enum ArgumentKind
{
    None,
    Tensor,
    Int,
    Double,
    Bool,
    IntList,
    TensorList,
    Device,
    String,
    Generator,
    DoubleList,
    OptionalTensorList,
}

/// <summary>
/// One argument of an operator. It holds the object and not its address, which keeps a tensor alive while native code uses it.
/// </summary>
internal readonly struct Argument
{
    internal readonly ArgumentKind Kind;
    internal readonly int Extra;
    internal readonly long Bits;
    internal readonly object? Reference;

    private Argument(ArgumentKind kind, long bits = 0, object? reference = null, int extra = 0)
    {
        Kind = kind;
        Bits = bits;
        Reference = reference;
        Extra = extra;
    }

    internal static Argument None => default;

    public static implicit operator Argument(torch.Tensor? tensor) => tensor is null ? None : new(ArgumentKind.Tensor, 0, tensor);
    public static implicit operator Argument(long value) => new(ArgumentKind.Int, value);
    public static implicit operator Argument(long? value) => value is { } v ? new(ArgumentKind.Int, v) : None;
    public static implicit operator Argument(double value) => new(ArgumentKind.Double, BitConverter.DoubleToInt64Bits(value));
    public static implicit operator Argument(double? value) => value is { } v ? v : None;
    public static implicit operator Argument(bool value) => new(ArgumentKind.Bool, value ? 1 : 0);
    public static implicit operator Argument(torch.ScalarType type) => new(ArgumentKind.Int, (long)type);
    public static implicit operator Argument(torch.ScalarType? type) => type is { } t ? t : None;
    public static implicit operator Argument(long[]? list) => list is null ? None : new(ArgumentKind.IntList, 0, list);
    public static implicit operator Argument(torch.Generator? generator) => generator is null ? None : new(ArgumentKind.Generator, 0, generator);
    public static implicit operator Argument(string? text) => text is null ? None : new(ArgumentKind.String, 0, text);
    public static implicit operator Argument(torch.Device device) => new(ArgumentKind.Device, (long)device.type, null, device.index);

    public static implicit operator Argument(Scalar? scalar) => scalar is null
        ? None
        : new(scalar.Kind, scalar.Bits);

    internal static Argument Tensors(torch.Tensor?[] tensors) => new(ArgumentKind.TensorList, 0, tensors);
    internal static Argument OptionalTensors(torch.Tensor?[] tensors) => new(ArgumentKind.OptionalTensorList, 0, tensors);
}
