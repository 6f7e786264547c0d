using Samantha.Modeling.Tokenization.Models;
using Samantha.Modeling.Tokenization.PostProcessors;

namespace Samantha.Modeling.Tokenization.Serialization;

/// <summary>Reads the <c>post_processor</c> of a tokenizer.json.</summary>
internal static class PostProcessorReader
{
    public static IPostProcessor Read(JsonSection section, ITokenModel model) => section.Type switch
    {
        "Sequence" => new SequencePostProcessor([.. section.Sections("processors").Select(step => Read(step, model))]),
        "TemplateProcessing" => ReadTemplate(section),
        "ByteLevel" => section.Bool("trim_offsets", true)
            ? new ByteLevelPostProcessor(id => model.Token(id) ?? "", section.Bool("add_prefix_space", true))
            : new SequencePostProcessor([]),
        "BertProcessing" => new BertPostProcessor(ReadTokenId(section, "cls"), ReadTokenId(section, "sep")),
        _ => throw section.Unsupported("BertProcessing, ByteLevel, Sequence, TemplateProcessing"),
    };

    /// <summary>The id of <c>["[CLS]", 101]</c>.</summary>
    private static int ReadTokenId(JsonSection section, string name)
    {
        var entries = section.Elements(name).ToArray();
        return entries.Length == 2
            ? JsonSection.Integer(entries[1].Element, entries[1].Path)
            : throw JsonSection.Wrong($"{section.Path}.{name}", "a token and its id");
    }

    private static TemplatePostProcessor ReadTemplate(JsonSection section)
    {
        var special = new Dictionary<string, int[]>(StringComparer.Ordinal);
        foreach (var (name, element) in section.Members("special_tokens"))
        {
            var entry = new JsonSection(element, $"{section.Path}.special_tokens.{name}");
            special[name] = [.. entry.Elements("ids").Select(id => JsonSection.Integer(id.Element, id.Path))];
        }

        return new TemplatePostProcessor(ReadPieces("single"), ReadPieces("pair"));

        List<TemplatePiece> ReadPieces(string name)
        {
            var pieces = new List<TemplatePiece>();
            foreach (var piece in section.Sections(name))
            {
                if (piece.SectionOrNull("Sequence") is { } sequence)
                {
                    var index = sequence.String("id") switch
                    {
                        "A" => 0,
                        "B" when name == "pair" => 1,
                        _ => throw JsonSection.Wrong($"{sequence.Path}.id", "A, or B in a pair"),
                    };
                    pieces.Add(new TemplatePiece(sequence.Int("type_id"), index, []));
                }
                else
                {
                    var token = piece.Section("SpecialToken");
                    if (!special.TryGetValue(token.String("id"), out var ids))
                        throw new TokenizerFormatException($"'{token.Path}' names a token that 'special_tokens' lacks. Export the tokenizer again.");
                    pieces.Add(new TemplatePiece(token.Int("type_id"), null, ids));
                }
            }

            return pieces;
        }
    }
}
