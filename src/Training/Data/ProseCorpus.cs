using System.Text;

namespace Samantha.Training.Data;

/// <summary>Prose of the public domain, in passages of whole paragraphs.</summary>
public static class ProseCorpus
{
    /// <summary>A passage ends with the first paragraph that takes it past this many characters.</summary>
    private const int PassageLength = 1200;

    /// <summary>Reads the novels and children's books, one passage after another.</summary>
    /// <param name="dataSets">The data sets' root.</param>
    /// <exception cref="TrainingDataException">The file is missing or damaged, or xz is not installed.</exception>
    public static IEnumerable<string> Books(string dataSets) =>
        Passages(DataFile.XzLines(Path.Combine(dataSets, "books.txt.xz")));

    /// <summary>Reads the plays of tinyshakespeare, one passage after another.</summary>
    /// <inheritdoc cref="Books"/>
    public static IEnumerable<string> Shakespeare(string dataSets) =>
        Passages(Lines(Path.Combine(dataSets, "tinyshakespeare", "input.txt")));

    /// <summary>Cuts lines into passages at empty lines; marks of structure (headings, rules, <c>&lt;|book|&gt;</c>) are left out.</summary>
    internal static IEnumerable<string> Passages(IEnumerable<string> lines)
    {
        var passage = new StringBuilder();
        foreach (var line in lines)
        {
            if (line.StartsWith("<|", StringComparison.Ordinal) || line.StartsWith('#') || line.StartsWith("---", StringComparison.Ordinal))
                continue;
            if (line.Length > 0)
            {
                passage.Append(line).Append('\n');
                continue;
            }

            if (passage.Length >= PassageLength)
            {
                yield return passage.ToString();
                passage.Clear();
            }
            else if (passage.Length > 0 && passage[^1] == '\n' && !EndsParagraph(passage))
            {
                passage.Append('\n');
            }
        }

        if (passage.Length > 0)
            yield return passage.ToString();
    }

    private static bool EndsParagraph(StringBuilder passage) => passage.Length > 1 && passage[^2] == '\n';

    private static IEnumerable<string> Lines(string path)
    {
        using var reader = new StreamReader(DataFile.Open(path));
        while (reader.ReadLine() is { } line)
            yield return line;
    }
}
