using System.Text;

namespace Samantha.Training.Data;

/// <summary>Comma-separated values with a line of names first (RFC 4180): quotes hold commas, line ends and doubled quotes.</summary>
public static class CsvFile
{
    /// <summary>The rows below the names, each of as many fields as there are names.</summary>
    /// <exception cref="TrainingDataException">The file is missing, or a row has fewer or more fields.</exception>
    public static IReadOnlyList<IReadOnlyList<string>> Read(string path)
    {
        if (!File.Exists(path))
            throw new TrainingDataException($"{path} is missing: give the folder of its data set, or the one that holds that.");
        var rows = Parse(File.ReadAllText(path)).ToList();
        var wrong = rows.FindIndex(row => row.Count != rows[0].Count);
        return wrong < 0 ? rows[1..] : throw new TrainingDataException($"{path}, row {wrong + 1}: {rows[wrong].Count} fields instead of {rows[0].Count}.");
    }

    private static IEnumerable<IReadOnlyList<string>> Parse(string text)
    {
        List<string> row = [];
        var field = new StringBuilder();
        var quoted = false;
        for (var i = 0; i < text.Length; i++)
        {
            switch (text[i])
            {
                case '"' when quoted && i + 1 < text.Length && text[i + 1] == '"':
                    field.Append(text[++i]);
                    break;
                case '"':
                    quoted = !quoted;
                    break;
                case ',' when !quoted:
                    row.Add(field.ToString());
                    field.Clear();
                    break;
                case '\n' when !quoted:
                    row.Add(field.ToString().TrimEnd('\r'));
                    field.Clear();
                    yield return row;
                    row = [];
                    break;
                default:
                    field.Append(text[i]);
                    break;
            }
        }

        if (field.Length > 0 || row.Count > 0)
            yield return [.. row, field.ToString()];
    }
}
