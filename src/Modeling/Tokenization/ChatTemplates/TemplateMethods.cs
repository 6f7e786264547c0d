namespace Samantha.Modeling.Tokenization.ChatTemplates;

/// <summary>The methods of strings and dictionaries, as Python has them; none changes its object.</summary>
internal static class TemplateMethods
{
    public static Callable? Find(object? target, string name) => target switch
    {
        string text => OfText(text, name),
        OrderedDictionary<string, object?> dictionary => OfDictionary(dictionary, name),
        _ => null,
    };

    private static Callable? OfText(string text, string name) => name switch
    {
        "strip" => (_, arguments) => Strip(text, arguments, left: true, right: true),
        "lstrip" => (_, arguments) => Strip(text, arguments, left: true, right: false),
        "rstrip" => (_, arguments) => Strip(text, arguments, left: false, right: true),
        "upper" => (_, _) => text.ToUpperInvariant(),
        "lower" => (_, _) => text.ToLowerInvariant(),
        "title" => (_, _) => TemplateFilters.Title(text),
        "capitalize" => (_, _) => TemplateFilters.Capitalize(text),
        "startswith" => (_, arguments) => Any(arguments, part => text.StartsWith(part, StringComparison.Ordinal)),
        "endswith" => (_, arguments) => Any(arguments, part => text.EndsWith(part, StringComparison.Ordinal)),
        "replace" => (context, arguments) => TemplateFilters.Replace(context, text, arguments.Text(0), arguments.Text(1), arguments),
        "find" => (_, arguments) => CodePoints(text, text.IndexOf(arguments.Text(0), StringComparison.Ordinal)),
        "count" => (_, arguments) => Count(text, arguments.Text(0)),
        "split" => (context, arguments) => Split(context, text, arguments),
        "join" => (context, arguments) => TemplateFilters.Join(context, TemplateValue.Items(arguments[0], arguments.Line), text, arguments),
        _ => null,
    };

    private static Callable? OfDictionary(OrderedDictionary<string, object?> dictionary, string name) => name switch
    {
        "items" => (_, _) => dictionary.Select(object? (member) => new List<object?> { member.Key, member.Value }).ToList(),
        "keys" => (_, _) => dictionary.Keys.ToList<object?>(),
        "values" => (_, _) => dictionary.Values.ToList(),
        "get" => (_, arguments) => dictionary.TryGetValue(arguments.Text(0), out var value) ? value : arguments.Get(1, "default", null),
        _ => null,
    };

    private static string Strip(string text, CallArguments arguments, bool left, bool right)
    {
        var characters = arguments.Positional.Count > 0 && arguments[0] is not null ? arguments.Text(0).ToCharArray() : null;
        if (left)
            text = characters is null ? text.TrimStart() : characters.Length == 0 ? text : text.TrimStart(characters);
        if (right)
            text = characters is null ? text.TrimEnd() : characters.Length == 0 ? text : text.TrimEnd(characters);
        return text;
    }

    private static object Any(CallArguments arguments, Func<string, bool> test) => arguments[0] is List<object?> parts
        ? parts.OfType<string>().Any(test)
        : test(arguments.Text(0));

    private static object CodePoints(string text, int index) => index < 0 ? -1L : text[..index].EnumerateRunes().LongCount();

    private static object Count(string text, string part) =>
        part.Length == 0 ? text.EnumerateRunes().LongCount() + 1 : (long)text.AsSpan().Count(part);

    private static List<object?> Split(RenderContext context, string text, CallArguments arguments)
    {
        context.Charge(text.Length, arguments.Line);
        var limit = arguments.Get(1, "maxsplit", -1L) is long and >= 0 and var splits ? (int)Math.Min(splits, int.MaxValue - 1) + 1 : int.MaxValue;
        if (arguments.Get(0, "sep", null) is { } separator)
        {
            return separator is string { Length: > 0 } part
                ? text.Split(part, limit).ToList<object?>()
                : throw arguments.Error("the separator of split must be a string that is not empty");
        }

        return text.Split((char[]?)null, limit, StringSplitOptions.RemoveEmptyEntries).ToList<object?>();
    }
}
