using System.Runtime.InteropServices;
using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>The version of libtorch.</summary>
    public static unsafe string __version__ => Marshal.PtrToStringUTF8((nint)Shim.ts_version())!;

    /// <summary>How many threads one operation may use.</summary>
    public static int get_num_threads() => Shim.ts_get_num_threads();
    public static unsafe void set_num_threads(int num) => Shim.Check(Shim.ts_set_num_threads(num));
    public static int get_num_interop_threads() => Shim.ts_get_num_interop_threads();
    public static unsafe void set_num_interop_threads(int num) => Shim.Check(Shim.ts_set_num_interop_threads(num));

    /// <summary>Opens a scope on this thread: it disposes the tensors that the thread makes until it ends.</summary>
    public static DisposeScope NewDisposeScope() => DisposeScopeManager.ThreadSingleton.NewDisposeScope();

    public static DisposeScope? CurrentDisposeScope => DisposeScopeManager.ThreadSingleton.CurrentDisposeScope;

    public static bool cuda_is_available() => cuda.is_available();

    public static partial class cuda
    {
        public static bool is_available() => Shim.ts_cuda_is_available() != 0;
        public static int device_count() => Shim.ts_cuda_device_count();
        public static void manual_seed(long seed) => random.manual_seed(seed);

        /// <summary>Waits until the device has done everything asked of it.</summary>
        public static unsafe void synchronize(Device? device = null)
        {
            InitializeDeviceType(DeviceType.CUDA);
            Shim.Check(Shim.ts_cuda_synchronize(device?.index ?? -1));
        }
    }
}
