using Samantha.Modeling.Tokenization.PreTokenizers;

namespace Samantha.Modeling.Tokenization.Serialization;

/// <summary>Reads the <c>pre_tokenizer</c> of a tokenizer.json.</summary>
internal static class PreTokenizerReader
{
    /// <returns>The pre-tokenizer, and whether it ends in bytes, which the model then spells.</returns>
    public static (IPreTokenizer PreTokenizer, bool ByteLevel) Read(JsonSection section)
    {
        switch (section.Type)
        {
            case "Sequence":
                var steps = section.Sections("pretokenizers").Select(Read).ToArray();
                for (var i = 0; i < steps.Length - 1; i++)
                {
                    if (steps[i].ByteLevel)
                        throw new TokenizerFormatException($"'{section.Path}' has ByteLevel before its end, which is not supported. Put it last.");
                }

                return (new SequencePreTokenizer([.. steps.Select(step => step.PreTokenizer)]), steps.LastOrDefault().ByteLevel);
            case "ByteLevel":
                return (new ByteLevelPreTokenizer(section.Bool("add_prefix_space", true), section.Bool("use_regex", true)), true);
            case "Split":
                return (ReadSplit(section), false);
            case "BertPreTokenizer":
                return (new BertPreTokenizer(), false);
            case "Metaspace":
                return (new MetaspacePreTokenizer(section.String("replacement"), ReadPrependScheme(section), section.Bool("split", true)), false);
            default:
                throw section.Unsupported("BertPreTokenizer, ByteLevel, Metaspace, Sequence, Split");
        }
    }

    /// <summary>The scheme, which files of early versions write as <c>add_prefix_space</c>.</summary>
    internal static PrependScheme ReadPrependScheme(JsonSection section) => section.StringOrNull("prepend_scheme") switch
    {
        "always" => PrependScheme.Always,
        "first" => PrependScheme.First,
        "never" => PrependScheme.Never,
        null => section.Bool("add_prefix_space", true) ? PrependScheme.Always : PrependScheme.Never,
        _ => throw JsonSection.Wrong(section.Path + ".prepend_scheme", "always, first or never"),
    };

    private static SplitPreTokenizer ReadSplit(JsonSection section)
    {
        if (!Enum.TryParse<SplitBehavior>(section.String("behavior"), out var behavior))
            throw JsonSection.Wrong(section.Path + ".behavior", "one of: " + string.Join(", ", Enum.GetNames<SplitBehavior>()));
        return new SplitPreTokenizer(PatternReader.Read(section.Section("pattern")), behavior, section.Bool("invert", false));
    }
}
