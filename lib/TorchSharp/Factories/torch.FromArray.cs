using System.Runtime.InteropServices;
using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>A tensor of the array's shape, of any number of dimensions, with a copy of its elements.</summary>
    public static Tensor from_array(Array rawArray, Device? device = null) => from_array(rawArray, null, device ?? CPU);

    public static unsafe Tensor from_array(Array rawArray, ScalarType? dtype, Device? device = null, bool requires_grad = false, string[]? names = null)
    {
        var type = ToScalarType(rawArray.GetType().GetElementType()!);
        var shape = new long[rawArray.Rank];
        for (var i = 0; i < shape.Length; i++) shape[i] = rawArray.GetLongLength(i);
        fixed (byte* data = &MemoryMarshal.GetArrayDataReference(rawArray))
            return Copy(data, shape, type, dtype, device, requires_grad);
    }

    public static Tensor as_tensor(Array data, ScalarType? dtype = null, Device? device = null) => from_array(data, dtype, device);

    private static ScalarType ScalarTypeOf<T>() => ToScalarType(typeof(T));

    private static unsafe Tensor Copy<T>(ReadOnlySpan<T> values, ReadOnlySpan<long> dimensions, ScalarType? dtype, Device? device, bool requires_grad)
        where T : unmanaged
    {
        var count = 1L;
        foreach (var size in dimensions) count = checked(count * size);
        if (count > values.Length || count < 0)
            throw new ArgumentException($"mismatched total size creating a tensor from an array: {count} vs. {values.Length}");
        fixed (T* data = values) return Copy(data, dimensions, ScalarTypeOf<T>(), dtype, device, requires_grad);
    }

    private static unsafe Tensor Copy(void* data, ReadOnlySpan<long> shape, ScalarType type, ScalarType? dtype, Device? device, bool requires_grad)
    {
        device = InitializeDevice(device);
        nint native;
        fixed (long* sizes = shape)
        {
            Shim.Check(Shim.ts_from_array(
                data, sizes, shape.Length, (int)type, (int)(dtype ?? type), (int)device.type, device.index, requires_grad ? (byte)1 : (byte)0, &native));
        }

        return new Tensor(native);
    }
}
