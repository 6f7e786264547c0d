using System.Diagnostics;

namespace Samantha.Ops.Tests.Testing;

/// <summary>A program of the machine, which not every machine has.</summary>
internal sealed class Tool
{
    private readonly string _path;

    private Tool(string path) => _path = path;

    /// <summary>Finds a program, or skips the test.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="places">Folders to look into before the path.</param>
    public static Tool Find(string name, params string[] places)
    {
        var path = places.Concat((Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator))
            .Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);
        Assert.SkipWhen(path is null, $"This machine has no {name}.");
        return new Tool(path);
    }

    /// <summary>Runs it to its end.</summary>
    /// <returns>What it says, and whether it is content.</returns>
    public async Task<(bool Succeeded, string Said)> Run(params string[] arguments)
    {
        var start = new ProcessStartInfo(_path, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var said = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode == 0, string.Concat(said));
    }
}
