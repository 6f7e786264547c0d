using System.Diagnostics;

namespace Samantha.Training.Data;

/// <summary>Opens files of data sets, with errors that say what to do.</summary>
internal static class DataFile
{
    /// <exception cref="TrainingDataException">It is not there or may not be read.</exception>
    public static FileStream Open(string path, string remedy = "Name the folder of the data sets with --data-sets.")
    {
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new TrainingDataException($"{path} cannot be read. {remedy}", error);
        }
    }

    /// <summary>The lines of an xz file, unpacked by the xz program: the platform's libraries have no reader for it.</summary>
    /// <exception cref="TrainingDataException">The file or the program is missing, or the file is damaged.</exception>
    public static IEnumerable<string> XzLines(string path)
    {
        Open(path).Dispose();
        using var process = Start(path);
        var stopped = true;
        try
        {
            while (process.StandardOutput.ReadLine() is { } line)
                yield return line;
            stopped = false;
        }
        finally
        {
            if (stopped && !process.HasExited)
                process.Kill();
            process.WaitForExit();
        }

        if (process.ExitCode != 0)
            throw new TrainingDataException($"{path} is damaged. Restore the file from its source.");
    }

    private static Process Start(string path)
    {
        var start = new ProcessStartInfo("xz") { ArgumentList = { "-dc", "--", path }, RedirectStandardOutput = true };
        try
        {
            return Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception error)
        {
            throw new TrainingDataException($"{path} is packed with xz. Install xz-utils to read it.", error);
        }
    }
}
