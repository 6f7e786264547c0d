using TorchSharp.Native;
using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>One number with its type, as operators take it.</summary>
public sealed class Scalar : IDisposable
{
    private Scalar(ScalarType type, ArgumentKind kind, long bits)
    {
        Type = type;
        Kind = kind;
        Bits = bits;
    }

    public ScalarType Type { get; }

    internal ArgumentKind Kind { get; }

    internal long Bits { get; }

    internal double AsDouble => Kind is ArgumentKind.Double ? BitConverter.Int64BitsToDouble(Bits) : Bits;

    internal long AsInt64 => Kind is ArgumentKind.Double ? checked((long)BitConverter.Int64BitsToDouble(Bits)) : Bits;

    public static implicit operator Scalar(byte value) => Integer(ScalarType.Byte, value);
    public static implicit operator Scalar(sbyte value) => Integer(ScalarType.Int8, value);
    public static implicit operator Scalar(short value) => Integer(ScalarType.Int16, value);
    public static implicit operator Scalar(int value) => Integer(ScalarType.Int32, value);
    public static implicit operator Scalar(long value) => Integer(ScalarType.Int64, value);
    public static implicit operator Scalar(Half value) => Real(ScalarType.Float16, (double)value);
    public static implicit operator Scalar(BFloat16 value) => Real(ScalarType.BFloat16, (double)(float)value);
    public static implicit operator Scalar(float value) => Real(ScalarType.Float32, value);
    public static implicit operator Scalar(double value) => Real(ScalarType.Float64, value);
    public static implicit operator Scalar(bool value) => new(ScalarType.Bool, ArgumentKind.Bool, value ? 1 : 0);

    /// <summary>A scalar holds nothing native here; disposing it is allowed and does nothing.</summary>
    public void Dispose()
    {
    }

    private static Scalar Integer(ScalarType type, long value) => new(type, ArgumentKind.Int, value);

    private static Scalar Real(ScalarType type, double value) =>
        new(type, ArgumentKind.Double, BitConverter.DoubleToInt64Bits(value));
}

public static class ScalarExtensionMethods
{
    public static Scalar ToScalar(this byte value) => value;
    public static Scalar ToScalar(this sbyte value) => value;
    public static Scalar ToScalar(this short value) => value;
    public static Scalar ToScalar(this int value) => value;
    public static Scalar ToScalar(this long value) => value;
    public static Scalar ToScalar(this float value) => value;
    public static Scalar ToScalar(this double value) => value;
    public static Scalar ToScalar(this bool value) => value;
    public static Scalar ToScalar(this Half value) => value;
    public static Scalar ToScalar(this BFloat16 value) => value;

    public static Half ToHalf(this Scalar value) => (Half)value.AsDouble;
    public static BFloat16 ToBFloat16(this Scalar value) => (BFloat16)(float)value.AsDouble;
    public static float ToSingle(this Scalar value) => (float)value.AsDouble;
    public static double ToDouble(this Scalar value) => value.AsDouble;
    public static sbyte ToSByte(this Scalar value) => checked((sbyte)value.AsInt64);
    public static byte ToByte(this Scalar value) => checked((byte)value.AsInt64);
    public static short ToInt16(this Scalar value) => checked((short)value.AsInt64);
    public static int ToInt32(this Scalar value) => checked((int)value.AsInt64);
    public static long ToInt64(this Scalar value) => value.AsInt64;
    public static bool ToBoolean(this Scalar value) => value.AsDouble != 0;
}
