using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

[assembly: DisableRuntimeMarshalling]

namespace TorchSharp.Native;

/// <summary>The shim's functions (native/*.cpp). What can fail returns an error message, or null.</summary>
/// <remarks>
/// SuppressGCTransition is on the calls that only read a field or a thread-local: they take nanoseconds and never block.
/// </remarks>
internal static unsafe partial class Shim
{
    internal const string Library = "libTorchSharpShim";

    [LibraryImport(Library)] internal static partial void ts_free(void* memory);
    [LibraryImport(Library)] internal static partial byte* ts_version();

    // Operators
    [LibraryImport(Library)] internal static partial byte* ts_find_operator(byte* name, byte* overload, nint* result);
    [LibraryImport(Library)] internal static partial byte* ts_call(nint op, NativeArgument* arguments, int count, long* results, int capacity);
    [LibraryImport(Library)] internal static partial byte* ts_call_list(nint op, NativeArgument* arguments, int count, nint** results, long* length);

    // Tensors
    [LibraryImport(Library)] internal static partial void ts_release(nint tensor);
    [LibraryImport(Library), SuppressGCTransition] internal static partial nint ts_alias(nint tensor);
    [LibraryImport(Library), SuppressGCTransition] internal static partial long ts_dim(nint tensor);
    [LibraryImport(Library), SuppressGCTransition] internal static partial long ts_numel(nint tensor);
    [LibraryImport(Library), SuppressGCTransition] internal static partial long ts_element_size(nint tensor);
    [LibraryImport(Library), SuppressGCTransition] internal static partial long ts_storage_offset(nint tensor);
    [LibraryImport(Library), SuppressGCTransition] internal static partial int ts_dtype(nint tensor);
    [LibraryImport(Library), SuppressGCTransition] internal static partial int ts_device_type(nint tensor);
    [LibraryImport(Library), SuppressGCTransition] internal static partial int ts_device_index(nint tensor);
    [LibraryImport(Library), SuppressGCTransition] internal static partial byte ts_is_contiguous(nint tensor);
    [LibraryImport(Library), SuppressGCTransition] internal static partial byte ts_requires_grad(nint tensor);
    [LibraryImport(Library), SuppressGCTransition] internal static partial byte ts_is_leaf(nint tensor);
    [LibraryImport(Library), SuppressGCTransition] internal static partial void ts_sizes(nint tensor, long* result);
    [LibraryImport(Library), SuppressGCTransition] internal static partial void ts_strides(nint tensor, long* result);
    [LibraryImport(Library)] internal static partial byte* ts_data(nint tensor, void** result);
    [LibraryImport(Library)] internal static partial byte* ts_from_array(void* data, long* sizes, int dim, int source, int target, int deviceType, int deviceIndex, byte requiresGrad, nint* result);
    [LibraryImport(Library)] internal static partial byte* ts_set_requires_grad(nint tensor, byte value);
    [LibraryImport(Library)] internal static partial byte* ts_grad(nint tensor, nint* result);
    [LibraryImport(Library)] internal static partial byte* ts_set_grad(nint tensor, nint gradient);

    [LibraryImport(Library)] internal static partial byte* ts_set_data(nint tensor, nint source);

    // Autograd
    [LibraryImport(Library)] internal static partial byte* ts_backward(nint* tensors, int count, nint* gradients, int gradientCount, int retainGraph, byte createGraph, nint* inputs, int inputCount);
    [LibraryImport(Library)] internal static partial byte* ts_autograd_grad(nint* outputs, int outputCount, nint* inputs, int inputCount, nint* gradients, int gradientCount, byte retainGraph, byte createGraph, byte allowUnused, nint* results);
    [LibraryImport(Library), SuppressGCTransition] internal static partial byte ts_grad_mode();
    [LibraryImport(Library), SuppressGCTransition] internal static partial void ts_set_grad_mode(byte enabled);
    [LibraryImport(Library), SuppressGCTransition] internal static partial byte ts_inference_mode();
    [LibraryImport(Library)] internal static partial nint ts_enter_inference_mode(byte enabled);
    [LibraryImport(Library)] internal static partial void ts_leave_inference_mode(nint mode);

    // Context
    [LibraryImport(Library)] internal static partial int ts_get_num_threads();
    [LibraryImport(Library)] internal static partial byte* ts_set_num_threads(int count);
    [LibraryImport(Library)] internal static partial int ts_get_num_interop_threads();
    [LibraryImport(Library)] internal static partial byte* ts_set_num_interop_threads(int count);
    [LibraryImport(Library)] internal static partial byte ts_cuda_is_available();
    [LibraryImport(Library)] internal static partial int ts_cuda_device_count();
    [LibraryImport(Library)] internal static partial byte* ts_cuda_synchronize(int index);
    [LibraryImport(Library)] internal static partial byte* ts_manual_seed(long seed);
    [LibraryImport(Library)] internal static partial byte* ts_generator_new(ulong seed, int deviceType, int deviceIndex, nint* result);
    [LibraryImport(Library)] internal static partial byte* ts_generator_default(nint* result);
    [LibraryImport(Library)] internal static partial void ts_generator_free(nint generator);
    [LibraryImport(Library)] internal static partial byte* ts_generator_set_seed(nint generator, ulong seed);
    [LibraryImport(Library)] internal static partial long ts_generator_initial_seed(nint generator);
    [LibraryImport(Library)] internal static partial byte* ts_generator_seed(nint generator, long* result);
    [LibraryImport(Library)] internal static partial byte* ts_generator_get_state(nint generator, nint* result);
    [LibraryImport(Library)] internal static partial byte* ts_generator_set_state(nint generator, nint state);

    // Fused kernels
    [LibraryImport(Library)] internal static partial byte* ts_adamw(nint* parameters, nint* gradients, nint* averages, nint* squares, nint* maxima, long* steps, int count, AdamWSettings* settings);
    [LibraryImport(Library)] internal static partial byte* ts_clip_grad_norm(nint* parameters, int count, double maximum, double type, double* norm);
    [LibraryImport(Library)] internal static partial byte* ts_attention(nint query, nint key, nint value, nint mask, double dropout, byte causal, nint* result);
    [LibraryImport(Library)] internal static partial byte* ts_linear(nint input, nint weight, nint bias, nint* result);
    [LibraryImport(Library)] internal static partial byte* ts_cross_entropy(nint input, nint target, nint weight, long reduction, long ignored, double smoothing, nint* result);

    /// <summary>Throws what the shim reported, if it reported anything.</summary>
    internal static void Check(byte* error)
    {
        if (error is not null) Throw(error);
    }

    private static void Throw(byte* error)
    {
        var message = Marshal.PtrToStringUTF8((nint)error) ?? "unknown native error";
        ts_free(error);
        throw new ExternalException(message);
    }
}

/// <summary>What AdamW's native step needs beside the tensors; mirrors the struct in optim.cpp.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct AdamWSettings
{
    public double LearningRate;
    public double Beta1;
    public double Beta2;
    public double Epsilon;
    public double WeightDecay;
    public long Maximize;
}
