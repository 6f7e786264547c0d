using System.Reflection;
using System.Runtime.InteropServices;
using TorchSharp;

namespace Samantha.Grains.Models;

/// <summary>What computes in this process. The same bytes come only of the same.</summary>
/// <param name="Code">The commit that was built.</param>
/// <param name="Machine">The processor and the library of tensors.</param>
public sealed record Provenance(string Code, string Machine)
{
    /// <summary>Of this process.</summary>
    public static Provenance Here { get; } = new(Commit(), $"{Processor()}, {RuntimeInformation.ProcessArchitecture}, libtorch {torch.__version__}");

    // "0.1.0+<commit>", where the build knew a commit.
    private static string Commit() =>
        typeof(Provenance).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+') is [_, var commit, ..]
            ? commit
            : "unknown";

    private static string Processor()
    {
        const string CpuInfo = "/proc/cpuinfo";
        return (File.Exists(CpuInfo)
            ? File.ReadLines(CpuInfo).FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[1].Trim()
            : null) ?? "unknown processor";
    }
}
