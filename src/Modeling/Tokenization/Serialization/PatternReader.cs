using Samantha.Modeling.Tokenization.Text;

namespace Samantha.Modeling.Tokenization.Serialization;

/// <summary>Reads <c>{"String": …}</c> and <c>{"Regex": …}</c>.</summary>
internal static class PatternReader
{
    public static TextPattern Read(JsonSection section) => section.StringOrNull("String") is { } literal
        ? TextPattern.Literal(literal)
        : TextPattern.Regex(section.String("Regex"));
}
