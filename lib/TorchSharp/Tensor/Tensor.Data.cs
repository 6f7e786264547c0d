using TorchSharp.Native;
using TorchSharp.Utils;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>The elements, read and written where they lie; those of a device are copied to the CPU first.</summary>
        /// <exception cref="ArgumentException">T is not the tensor's element type.</exception>
        public TensorAccessor<T> data<T>() where T : unmanaged
        {
            RequireType<T>();
            return new TensorAccessor<T>(device_type is DeviceType.CPU ? this : cpu());
        }

        /// <summary>The value of a tensor of one element.</summary>
        public unsafe T item<T>() where T : unmanaged
        {
            if (NumberOfElements != 1) throw new ArgumentException("Number of elements in the tensor must be 1");
            RequireType<T>();
            if (device_type is DeviceType.CPU) return Read(*(T*)DataPointer());
            using var local = cpu();
            return local.item<T>();
        }

        /// <summary>The bytes of a contiguous tensor on the CPU; the span is valid while the tensor lives.</summary>
        public unsafe Span<byte> bytes
        {
            get
            {
                if (!is_contiguous()) throw new InvalidOperationException("Bytes() called on non-contiguous tensor.");
                var length = NumberOfElements * ElementSize;
                if (length > int.MaxValue) throw new ArgumentException("Span only supports up to int.MaxValue elements.");
                if (device_type is not DeviceType.CPU)
                    throw new InvalidOperationException("Reading data from non-CPU memory is not supported. Move or copy the tensor to the cpu before reading.");
                return length == 0 ? [] : new Span<byte>(DataPointer(), (int)length);
            }

            set
            {
                if (!is_contiguous()) throw new InvalidOperationException("SetBytes() called on non-contiguous tensor.");
                if (NumberOfElements * ElementSize != value.Length) throw new ArgumentException("Mismatched data sizes in SetBytes().");
                value.CopyTo(bytes);
            }
        }

        /// <summary>The value of a tensor of one element, of any type.</summary>
        public Scalar ToScalar() => dtype switch
        {
            ScalarType.Float32 => item<float>(),
            ScalarType.Float64 => item<double>(),
            ScalarType.Int64 => item<long>(),
            ScalarType.Int32 => item<int>(),
            ScalarType.Bool => item<bool>(),
            ScalarType.Byte => item<byte>(),
            ScalarType.Int8 => item<sbyte>(),
            ScalarType.Int16 => item<short>(),
            ScalarType.Float16 => item<Half>(),
            ScalarType.BFloat16 => item<BFloat16>(),
            var type => throw new NotSupportedException($"A scalar of type {type} is not supported."),
        };

        /// <summary>Writes the bytes of a contiguous tensor of any size, a buffer at a time.</summary>
        public unsafe void WriteBytesToStream(Stream stream, int bufferSize = 1024)
        {
            if (!is_contiguous()) throw new InvalidOperationException("Bytes() called on non-contiguous tensor.");
            var data = (byte*)DataPointer();
            var length = NumberOfElements * ElementSize;
            for (long done = 0; done < length; done += bufferSize)
                stream.Write(new ReadOnlySpan<byte>(data + done, (int)Math.Min(bufferSize, length - done)));
            GC.KeepAlive(this);
        }

        /// <summary>Fills a contiguous tensor of any size from a stream, a buffer at a time.</summary>
        public unsafe void ReadBytesFromStream(Stream stream, int bufferSize = 1024)
        {
            if (!is_contiguous()) throw new InvalidOperationException("Bytes() called on non-contiguous tensor.");
            var data = (byte*)DataPointer();
            var length = NumberOfElements * ElementSize;
            for (long done = 0; done < length; done += bufferSize)
                stream.ReadExactly(new Span<byte>(data + done, (int)Math.Min(bufferSize, length - done)));
            GC.KeepAlive(this);
        }

        internal unsafe void* DataPointer()
        {
            void* data;
            Shim.Check(Shim.ts_data(Handle, &data));
            GC.KeepAlive(this);
            return data;
        }

        private void RequireType<T>()
        {
            var type = dtype;
            if (ToScalarType(typeof(T)) != type) throw new ArgumentException($"{typeof(T).Name} is not compatible with {type}");
        }
    }
}
