using Samantha.Modeling.Tokenization.Normalizers;

namespace Samantha.Modeling.Tokenization.Serialization;

/// <summary>Reads the <c>normalizer</c> of a tokenizer.json.</summary>
internal static class NormalizerReader
{
    private const string Supported = "BertNormalizer, Lowercase, NFC, NFD, Precompiled, Prepend, Replace, Sequence, Strip, StripAccents";

    public static INormalizer Read(JsonSection section) => section.Type switch
    {
        "Sequence" => new SequenceNormalizer([.. section.Sections("normalizers").Select(Read)]),
        "NFC" => new UnicodeNormalizer(compose: true),
        "NFD" => new UnicodeNormalizer(compose: false),
        "Lowercase" => new LowercaseNormalizer(),
        "StripAccents" => new StripAccentsNormalizer(),
        "Strip" => new StripNormalizer(section.Bool("strip_left", true), section.Bool("strip_right", true)),
        "Prepend" => new PrependNormalizer(section.String("prepend")),
        "Replace" => new ReplaceNormalizer(PatternReader.Read(section.Section("pattern")), section.String("content")),
        "BertNormalizer" => ReadBert(section),
        "Precompiled" => ReadPrecompiled(section),
        _ => throw section.Unsupported(Supported),
    };

    private static BertNormalizer ReadBert(JsonSection section)
    {
        var lowercase = section.Bool("lowercase", true);
        return new BertNormalizer(
            section.Bool("clean_text", true),
            section.Bool("handle_chinese_chars", true),
            section.BoolOrNull("strip_accents") ?? lowercase,
            lowercase);
    }

    private static PrecompiledNormalizer ReadPrecompiled(JsonSection section)
    {
        try
        {
            return new PrecompiledNormalizer(Convert.FromBase64String(section.String("precompiled_charsmap")));
        }
        catch (FormatException e) when (e is not TokenizerFormatException)
        {
            throw new TokenizerFormatException($"'{section.Path}.precompiled_charsmap' is not valid base64. Export the tokenizer again.", e);
        }
    }
}
