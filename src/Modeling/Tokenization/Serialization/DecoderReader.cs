using Samantha.Modeling.Tokenization.Decoders;

namespace Samantha.Modeling.Tokenization.Serialization;

/// <summary>Reads the <c>decoder</c> of a tokenizer.json.</summary>
internal static class DecoderReader
{
    public static IDecoder Read(JsonSection section) => section.Type switch
    {
        "Sequence" => new SequenceDecoder([.. section.Sections("decoders").Select(Read)]),
        "ByteLevel" => new ByteLevelDecoder(),
        _ => throw section.Unsupported("ByteLevel, Sequence"),
    };
}
