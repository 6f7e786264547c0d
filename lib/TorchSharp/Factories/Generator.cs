using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>A source of random numbers. The same seed gives the same numbers; one thread uses it at a time.</summary>
    public class Generator : IDisposable
    {
        public unsafe Generator(ulong seed = 0, Device? device = null)
        {
            this.device = device ?? CPU;
            nint native;
            Shim.Check(Shim.ts_generator_new(seed, (int)this.device.type, this.device.index, &native));
            Handle = native;
        }

        private Generator(IntPtr handle)
        {
            Handle = handle;
            device = CPU;
        }

        ~Generator() => Dispose(false);

        /// <summary>The CPU's generator, which everything draws from that names no other.</summary>
        public static unsafe Generator Default
        {
            get
            {
                nint native;
                Shim.Check(Shim.ts_generator_default(&native));
                return new Generator(native);
            }
        }

        public IntPtr Handle { get; private set; }

        public Device device { get; private set; }

        public unsafe Generator manual_seed(long seed)
        {
            Shim.Check(Shim.ts_generator_set_seed(Live, unchecked((ulong)seed)));
            GC.KeepAlive(this);
            return this;
        }

        /// <summary>Takes a new seed from the system and returns it.</summary>
        public unsafe long seed()
        {
            long value;
            Shim.Check(Shim.ts_generator_seed(Live, &value));
            GC.KeepAlive(this);
            return value;
        }

        public long initial_seed()
        {
            var value = Shim.ts_generator_initial_seed(Live);
            GC.KeepAlive(this);
            return value;
        }

        /// <summary>Everything that the numbers to come depend on, as bytes.</summary>
        public unsafe Tensor get_state()
        {
            nint state;
            Shim.Check(Shim.ts_generator_get_state(Live, &state));
            GC.KeepAlive(this);
            return new Tensor(state);
        }

        public unsafe void set_state(Tensor value)
        {
            Shim.Check(Shim.ts_generator_set_state(Live, value.Handle));
            GC.KeepAlive(value);
            GC.KeepAlive(this);
        }

        public void Dispose()
        {
            Dispose(true);
            GC.SuppressFinalize(this);
        }

        protected virtual void Dispose(bool disposing)
        {
            var native = Handle;
            Handle = 0;
            if (native != 0) Shim.ts_generator_free(native);
        }

        private IntPtr Live => Handle != 0 ? Handle : throw new ObjectDisposedException(nameof(Generator));
    }
}
