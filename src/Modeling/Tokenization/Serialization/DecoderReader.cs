using Samantha.Modeling.Tokenization.Decoders;
using Samantha.Modeling.Tokenization.PreTokenizers;

namespace Samantha.Modeling.Tokenization.Serialization;

/// <summary>Reads the <c>decoder</c> of a tokenizer.json.</summary>
internal static class DecoderReader
{
    private const string Supported = "ByteFallback, ByteLevel, Fuse, Metaspace, Replace, Sequence, Strip, WordPiece";

    public static IDecoder Read(JsonSection section) => section.Type switch
    {
        "Sequence" => new SequenceDecoder([.. section.Sections("decoders").Select(Read)]),
        "ByteLevel" => new ByteLevelDecoder(),
        "ByteFallback" => new ByteFallbackDecoder(),
        "Fuse" => new FuseDecoder(),
        "Replace" => new ReplaceDecoder(PatternReader.Read(section.Section("pattern")), section.String("content")),
        "Strip" => new StripDecoder(ReadCharacter(section), section.Int("start"), section.Int("stop")),
        "Metaspace" => new MetaspaceDecoder(
            section.String("replacement"),
            dropFirst: PreTokenizerReader.ReadPrependScheme(section) != PrependScheme.Never),
        "WordPiece" => new WordPieceDecoder(section.String("prefix"), section.Bool("cleanup", true)),
        _ => throw section.Unsupported(Supported),
    };

    private static char ReadCharacter(JsonSection section) => section.String("content") is [var character]
        ? character
        : throw JsonSection.Wrong(section.Path + ".content", "one character");
}
