using TorchSharp;

namespace Samantha.Silo.Commands;

/// <summary>How many threads libtorch and its matrix library use in an offline command.</summary>
internal static class TorchThreads
{
    /// <summary>Sets the number; to be called before libtorch is touched, for its libraries read it once.</summary>
    /// <param name="threads">The number; all cores by default.</param>
    public static void Use(int? threads)
    {
        var count = threads ?? Environment.ProcessorCount;
        Environment.SetEnvironmentVariable("SAMANTHA_TORCH_THREADS", count.ToString(System.Globalization.CultureInfo.InvariantCulture));
        torch.set_num_threads(count);
    }
}
