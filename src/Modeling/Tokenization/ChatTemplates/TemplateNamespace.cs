namespace Samantha.Modeling.Tokenization.ChatTemplates;

/// <summary>A <c>namespace(…)</c>: the one thing whose attributes a template may set, also from inside a loop.</summary>
internal sealed class TemplateNamespace(IReadOnlyDictionary<string, object?> values)
{
    public Dictionary<string, object?> Values { get; } = new(values, StringComparer.Ordinal);
}
