using System.Text.Json;
using Samantha.Modeling.Tokenization.AddedTokens;

namespace Samantha.Modeling.Tokenization.Serialization;

/// <summary>Builds the pipeline that a tokenizer.json describes.</summary>
internal static class TokenizerJsonReader
{
    /// <exception cref="TokenizerFormatException">The text is damaged, or asks for what is not supported.</exception>
    public static TokenizerPipeline Read(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return Read(new JsonSection(document.RootElement, ""));
        }
        catch (JsonException e)
        {
            throw new TokenizerFormatException(
                $"{HuggingFaceTokenizer.FileName} is not valid JSON (line {e.LineNumber + 1}); it may be cut off. Copy or export it again.", e);
        }
    }

    private static TokenizerPipeline Read(JsonSection root)
    {
        if (!root.IsObject("model"))
            throw new TokenizerFormatException($"{HuggingFaceTokenizer.FileName} has no 'model'. Export the tokenizer again.");

        var normalizer = root.SectionOrNull("normalizer") is { } normalizerSection ? NormalizerReader.Read(normalizerSection) : null;
        var preTokenizer = root.SectionOrNull("pre_tokenizer") is { } preTokenizerSection
            ? PreTokenizerReader.Read(preTokenizerSection)
            : default;
        var model = ModelReader.Read(root.Section("model"), preTokenizer.ByteLevel);
        return new TokenizerPipeline(
            new AddedVocabulary(root.Has("added_tokens") ? [.. root.Sections("added_tokens").Select(ReadAddedToken)] : [], normalizer),
            preTokenizer.PreTokenizer,
            model,
            root.SectionOrNull("post_processor") is { } postProcessor ? PostProcessorReader.Read(postProcessor, model) : null,
            root.SectionOrNull("decoder") is { } decoder ? DecoderReader.Read(decoder) : new Decoders.SpaceDecoder());
    }

    private static AddedToken ReadAddedToken(JsonSection section) => new(section.Int("id"), section.String("content"))
    {
        Special = section.Bool("special", false),
        Normalized = section.Bool("normalized", false),
        SingleWord = section.Bool("single_word", false),
        LeftStrip = section.Bool("lstrip", false),
        RightStrip = section.Bool("rstrip", false),
    };
}
