using System.Globalization;

namespace Samantha.Training.Evaluation;

/// <summary>
/// Tables of measurements in Markdown files, a row a run, each with its date, commit and machine. The columns are the
/// file's own once it exists; a run with other columns begins a new table below.
/// </summary>
public static class ResultsTable
{
    /// <summary>Appends a row, creating file and folder where missing, and prints the row.</summary>
    /// <param name="path">The Markdown file.</param>
    /// <param name="title">Its title, when it is new.</param>
    /// <param name="cells">Column names with the run's values.</param>
    public static void Append(string path, string title, params IReadOnlyList<(string Column, string Value)> cells)
    {
        List<(string Column, string Value)> row =
        [
            .. cells,
            ("date", DateTime.UtcNow.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
            ("commit", Commit()),
            ("machine", Machine()),
        ];
        var header = Line(row.Select(cell => cell.Column));
        var width = row.Max(cell => cell.Column.Length);
        Console.WriteLine(title);
        foreach (var (column, value) in row)
            Console.WriteLine($"  {column.PadRight(width)}  {value}");

        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        var known = File.Exists(path) ? File.ReadAllText(path) : $"# {title}\n";
        if (LastHeader(known.Split('\n')) != header)
            known = $"{known.TrimEnd()}\n\n{header}\n{Line(row.Select(_ => "---")).Replace(" ", "", StringComparison.Ordinal)}\n";
        File.WriteAllText(path, $"{known.TrimEnd()}\n{Line(row.Select(cell => cell.Value))}\n");
    }

    private static string? LastHeader(string[] lines) =>
        lines.Zip(lines.Skip(1)).LastOrDefault(pair => pair.Second.StartsWith("|---", StringComparison.Ordinal)).First;

    // The script that builds what is measured knows of which commit it is.
    private static string Commit() => Environment.GetEnvironmentVariable("SAMANTHA_COMMIT") is { Length: > 0 } named ? named : "unknown";

    private static string Machine()
    {
        const string CpuInfo = "/proc/cpuinfo";
        var model = File.Exists(CpuInfo)
            ? File.ReadLines(CpuInfo).FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[1].Trim()
            : null;
        return $"{model ?? "unknown CPU"}, {Environment.ProcessorCount} cores";
    }

    private static string Line(IEnumerable<string> cells) => $"| {string.Join(" | ", cells.Select(cell => cell.Replace('|', '/').ReplaceLineEndings(" ")))} |";
}
