using Samantha.Training.Data;

namespace Samantha.Training.Heads.Entities;

/// <summary>Sentences in CoNLL's format: a line with a token, a tab and its tag; a blank line ends a sentence.</summary>
public static class ConllFile
{
    /// <summary>Reads the sentences of a file.</summary>
    /// <exception cref="TrainingDataException">The file is missing, or a line is not as above.</exception>
    public static IReadOnlyList<TaggedSentence> Read(string path)
    {
        if (!File.Exists(path))
            throw new TrainingDataException($"{path} is missing: give the folder of the WNUT17 data set, or the one that holds it as wnut17.");

        List<TaggedSentence> sentences = [];
        List<string> tokens = [];
        List<string> tags = [];
        foreach (var (i, line) in File.ReadLines(path).Append("").Index())
        {
            if (!string.IsNullOrWhiteSpace(line))
            {
                if (line.Split('\t') is not [{ Length: > 0 } token, var tag, ..] || !(tag == "O" || tag.StartsWith("B-", StringComparison.Ordinal) || tag.StartsWith("I-", StringComparison.Ordinal)))
                    throw new TrainingDataException($"{path}, line {i + 1}: not a token, a tab and a tag.");
                tokens.Add(token);
                tags.Add(tag);
            }
            else if (tokens.Count > 0)
            {
                sentences.Add(new TaggedSentence([.. tokens], [.. tags]));
                tokens.Clear();
                tags.Clear();
            }
        }

        return sentences;
    }
}
