using System.Text.Json;
using Samantha.Modeling.Tokenization.Models;

namespace Samantha.Modeling.Tokenization.Serialization;

/// <summary>Reads the <c>model</c> of a tokenizer.json.</summary>
internal static class ModelReader
{
    private const string Supported = "BPE, Unigram, WordPiece";

    /// <param name="section">The section.</param>
    /// <param name="byteLevel">Whether the pieces come as text that the model is to spell as bytes.</param>
    public static ITokenModel Read(JsonSection section, bool byteLevel)
    {
        // Files of early versions do not name the type; what they hold tells.
        var type = section.StringOrNull("type") ?? (section.Has("merges") ? "BPE" : "");
        if (byteLevel && type != "BPE")
            throw new TokenizerFormatException($"'{section.Path}' must be a BPE after the pre-tokenizer ByteLevel. Use another tokenizer.");
        return type switch
        {
            "BPE" => ReadBpe(section, byteLevel),
            "WordPiece" => new WordPieceModel(
                ReadVocabulary(section),
                section.StringOrNull("unk_token") ?? "[UNK]",
                section.StringOrNull("continuing_subword_prefix") ?? "##",
                section.IntOrNull("max_input_chars_per_word") ?? 100),
            "Unigram" => new UnigramModel(ReadScores(section), section.Int("unk_id"), section.Bool("byte_fallback", false)),
            _ => throw section.Unsupported(Supported),
        };
    }

    private static BpeModel ReadBpe(JsonSection section, bool byteLevel) =>
        new(ReadVocabulary(section), ReadMerges(section), new BpeModelOptions
        {
            ByteLevel = byteLevel,
            UnknownToken = section.StringOrNull("unk_token"),
            FuseUnknownTokens = section.Bool("fuse_unk", false),
            ByteFallback = section.Bool("byte_fallback", false),
            IgnoreMerges = section.Bool("ignore_merges", false),
            ContinuingSubwordPrefix = section.StringOrNull("continuing_subword_prefix") is { Length: > 0 } prefix ? prefix : null,
            EndOfWordSuffix = section.StringOrNull("end_of_word_suffix") is { Length: > 0 } suffix ? suffix : null,
        });

    private static Vocabulary ReadVocabulary(JsonSection section)
    {
        var entries = new List<KeyValuePair<string, int>>();
        foreach (var (token, id) in section.Members("vocab"))
        {
            if (id.ValueKind != JsonValueKind.Number || !id.TryGetInt32(out var number) || number < 0)
                throw JsonSection.Wrong($"{section.Path}.vocab", "an object of tokens and their ids");
            entries.Add(new KeyValuePair<string, int>(token, number));
        }

        return new Vocabulary(entries);
    }

    private static List<(string Token, double Score)> ReadScores(JsonSection section)
    {
        var tokens = new List<(string Token, double Score)>();
        foreach (var (entry, path) in section.Elements("vocab"))
        {
            if (entry.ValueKind != JsonValueKind.Array || entry.GetArrayLength() != 2 || entry[1].ValueKind != JsonValueKind.Number)
                throw JsonSection.Wrong(path, "a token and its score");
            tokens.Add((JsonSection.Text(entry[0], path), entry[1].GetDouble()));
        }

        return tokens;
    }

    /// <summary>Merges as "left right", which files write so or as pairs.</summary>
    private static IEnumerable<string> ReadMerges(JsonSection section)
    {
        foreach (var (element, path) in section.Elements("merges"))
        {
            if (element.ValueKind == JsonValueKind.String)
            {
                yield return JsonSection.Text(element, path);
                continue;
            }

            if (element.ValueKind != JsonValueKind.Array || element.GetArrayLength() != 2)
                throw JsonSection.Wrong(path, "a pair of tokens");
            var (left, right) = (JsonSection.Text(element[0], path), JsonSection.Text(element[1], path));
            if (left.Contains(' ') || right.Contains(' '))
                throw new TokenizerFormatException($"'{path}' merges a token that holds a space, which is not supported. Use a tokenizer whose spaces are spelled '▁' or 'Ġ'.");
            yield return $"{left} {right}";
        }
    }
}
