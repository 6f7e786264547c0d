using System.Diagnostics;
using System.Text.Json;

namespace Samantha.Benchmarks.Speed;

/// <summary>Debian's python3-torch, running <c>peer/llama_torch.py</c>.</summary>
internal static class TorchPeer
{
    private const string Python = "/usr/bin/python3";

    /// <returns>Tokens per second.</returns>
    public static double Run(string work, double seconds)
    {
        var start = new ProcessStartInfo(Python) { RedirectStandardOutput = true };
        foreach (var argument in (string[])[Path.Combine(Checkout.Root, "tests", "Benchmarks", "peer", "llama_torch.py"), work, $"{seconds}"])
            start.ArgumentList.Add(argument);
        start.Environment["OMP_NUM_THREADS"] = "1";
        start.Environment["OPENBLAS_NUM_THREADS"] = "1";
        using var process = Process.Start(start)!;
        var line = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
            throw new InvalidOperationException("The peer did not run. Install it: apt-get install -y --no-install-recommends python3-torch");
        using var result = JsonDocument.Parse(line);
        return result.RootElement.GetProperty("tokens_per_second").GetDouble();
    }
}
