using Samantha.Training.Data;
using Samantha.Training.Emotions;

namespace Samantha.Training.Heads.Entities;

/// <summary>Text without labels: novels, service dialogues and short comments, those that are learned from elsewhere too and none that anything is measured on.</summary>
internal static class RawText
{
    /// <summary>Sentences, or a few of them, as tokens.</summary>
    /// <param name="dataSets">The data sets' root.</param>
    public static IEnumerable<IReadOnlyList<string>> Read(string dataSets) => Lines(dataSets).Select(Split).Where(tokens => tokens.Count > 0);

    /// <summary>Letters and digits in a row are a token, and so is every other sign.</summary>
    internal static IReadOnlyList<string> Split(string line)
    {
        List<string> tokens = [];
        for (var i = 0; i < line.Length;)
        {
            var start = i++;
            if (char.IsWhiteSpace(line[start]))
                continue;
            while (char.IsLetterOrDigit(line[start]) && i < line.Length && char.IsLetterOrDigit(line[i]))
                i++;
            tokens.Add(line[start..i]);
        }

        return tokens;
    }

    private static IEnumerable<string> Lines(string dataSets) => ProseCorpus.Books(dataSets).SelectMany(passage => passage.Split('\n'))
        .Concat(SchemaGuidedCorpus.Read(dataSets, DataSplit.Train).SelectMany(dialogue => dialogue.Select(turn => turn.Text)))
        .Concat(GoEmotions.Read(dataSets, "train").Select(example => example.Text));
}
