using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace TorchSharp.Native;

/// <summary>
/// Finds the shim beside the assembly and sets, before libtorch is loaded, the environment that its thread
/// pools read once: they must see it through the C library, which Environment.SetEnvironmentVariable does not reach.
/// </summary>
internal static partial class Loader
{
    private const string ThreadsVariable = "SAMANTHA_TORCH_THREADS";

    private static readonly Lazy<nint> s_shim = new(Load);

    // CA2255 guards libraries against surprising their callers; a resolver is invisible and has to be first.
#pragma warning disable CA2255
    [ModuleInitializer]
    internal static void Initialize() => NativeLibrary.SetDllImportResolver(
        typeof(Loader).Assembly, static (name, _, _) => name == Shim.Library ? s_shim.Value : 0);
#pragma warning restore CA2255

    private static nint Load()
    {
        // Threads that spin while they wait starve the other callers of the process.
        _ = SetEnvironment("OMP_WAIT_POLICY", "passive", 0);

        var requested = Environment.GetEnvironmentVariable(ThreadsVariable);
        var threads = 0;
        if (!string.IsNullOrEmpty(requested))
        {
            if (!int.TryParse(requested, out threads) || threads < 1)
                throw new InvalidOperationException($"{ThreadsVariable} is '{requested}': it must be a positive number.");
            _ = SetEnvironment("OMP_NUM_THREADS", requested, 1);
            _ = SetEnvironment("OPENBLAS_NUM_THREADS", requested, 1);
        }

        var folder = Path.GetDirectoryName(typeof(Loader).Assembly.Location) is { Length: > 0 } location
            ? location
            : AppContext.BaseDirectory;
        var path = Path.Combine(folder, Shim.Library + ".so");
        if (!File.Exists(path)) path = Path.Combine(AppContext.BaseDirectory, Shim.Library + ".so");
        if (!NativeLibrary.TryLoad(path, out var shim)) throw new DllNotFoundException(Explain(path));
        Start(shim, threads);
        return shim;
    }

    // Loading again gives the linker's own words: which library it misses.
    private static string Explain(string path)
    {
        try
        {
            NativeLibrary.Load(path);
            return path;
        }
        catch (Exception e) when (e is DllNotFoundException or BadImageFormatException)
        {
            return $"libtorch could not be loaded: {e.Message} It is installed with: apt-get install -y libtorch1.13 libopenblas0-pthread";
        }
    }

    // By address: the resolver is still running, so Shim's own imports would come back here.
    private static unsafe void Start(nint shim, int threads)
    {
        ((delegate* unmanaged<void>)NativeLibrary.GetExport(shim, "ts_initialize"))();
        if (threads > 0) _ = ((delegate* unmanaged<int, nint>)NativeLibrary.GetExport(shim, "ts_set_num_threads"))(threads);
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetEnvironment(string name, string value, int overwrite);
}
