using System.Text;
using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public long Dimensions => Read(Shim.ts_dim(Handle));
        public long dim() => Dimensions;
        public long ndim => Dimensions;
        public long NumberOfElements => Read(Shim.ts_numel(Handle));
        public long numel() => NumberOfElements;
        public long ElementSize => element_size();
        public long element_size() => Read(Shim.ts_element_size(Handle));
        public long storage_offset() => Read(Shim.ts_storage_offset(Handle));

        public ScalarType dtype => (ScalarType)Read(Shim.ts_dtype(Handle));
        public bool is_integral() => torch.is_integral(dtype);
        public bool is_floating_point() => torch.is_floating_point(dtype);
        public bool is_complex() => torch.is_complex(dtype);

        public DeviceType device_type => (DeviceType)Read(Shim.ts_device_type(Handle));
        public int device_index => Read(Shim.ts_device_index(Handle));
        public Device device => device_type is DeviceType.CPU ? CPU : new Device(device_type, device_index);
        public bool is_cpu() => device_type is DeviceType.CPU;
        public bool is_cuda => device_type is DeviceType.CUDA;
        public bool is_meta => device_type is DeviceType.META;

        public bool is_contiguous() => Read(Shim.ts_is_contiguous(Handle)) != 0;
        public bool is_leaf => Read(Shim.ts_is_leaf(Handle)) != 0;

        /// <summary>The size of every dimension.</summary>
        public unsafe long[] shape
        {
            get
            {
                var result = new long[Dimensions];
                fixed (long* sizes = result) Shim.ts_sizes(Handle, sizes);
                GC.KeepAlive(this);
                return result;
            }
        }

        public long[] size() => shape;

        /// <summary>The size of one dimension, counted from the end where negative.</summary>
        public long size(int dim) => At(shape, dim);

        /// <summary>The step in elements between neighbours of every dimension.</summary>
        public unsafe long[] stride()
        {
            var result = new long[Dimensions];
            fixed (long* strides = result) Shim.ts_strides(Handle, strides);
            GC.KeepAlive(this);
            return result;
        }

        public long stride(int dim) => At(stride(), dim);

        public override string ToString()
        {
            if (IsInvalid) return "";
            var text = new StringBuilder("[");
            text.AppendJoin('x', shape).Append("], type = ").Append(dtype).Append(", device = ").Append(device);
            return text.ToString();
        }

        private static long At(long[] values, int dim)
        {
            var index = dim < 0 ? dim + values.Length : dim;
            return index >= 0 && index < values.Length
                ? values[index]
                : throw new IndexOutOfRangeException($"Dimension {dim} is out of range for a tensor of {values.Length} dimensions.");
        }

        // The handle was read before the native call: the finalizer must not run until it returned.
        private T Read<T>(T value)
        {
            GC.KeepAlive(this);
            return value;
        }
    }
}
