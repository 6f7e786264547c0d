using TorchSharp.Native;

namespace TorchSharp;

/// <summary>Sets whether the thread records gradients, and what it was before when disposed.</summary>
internal sealed class AutoGradMode : IDisposable
{
    private readonly bool _before;

    public AutoGradMode(bool enabled)
    {
        _before = IsEnabled;
        Set(enabled);
    }

    public static bool IsEnabled => Shim.ts_grad_mode() != 0;

    public void Dispose() => Set(_before);

    private static void Set(bool enabled) => Shim.ts_set_grad_mode(enabled ? (byte)1 : (byte)0);
}

/// <summary>libtorch's inference mode, from construction to disposal on one thread.</summary>
internal sealed class InferenceMode(bool mode) : IDisposable
{
    private nint _guard = Shim.ts_enter_inference_mode(mode ? (byte)1 : (byte)0);

    public static bool IsEnabled => Shim.ts_inference_mode() != 0;

    // No finalizer: the guard restores the state of the thread that it was made on, and the finalizer's is another.
    public void Dispose()
    {
        var guard = Interlocked.Exchange(ref _guard, 0);
        if (guard != 0) Shim.ts_leave_inference_mode(guard);
    }
}
