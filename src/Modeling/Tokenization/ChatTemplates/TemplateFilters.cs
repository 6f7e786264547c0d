using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace Samantha.Modeling.Tokenization.ChatTemplates;

/// <summary>What can stand after <c>|</c>.</summary>
internal static class TemplateFilters
{
    private static readonly FrozenDictionary<string, Callable> Filters = new Dictionary<string, Callable>
    {
        ["trim"] = (_, arguments) => arguments.Get(1, "chars", null) is string { Length: > 0 } characters ? Text(arguments).Trim(characters.ToCharArray()) : Text(arguments).Trim(),
        ["upper"] = (_, arguments) => Text(arguments).ToUpperInvariant(),
        ["lower"] = (_, arguments) => Text(arguments).ToLowerInvariant(),
        ["title"] = (_, arguments) => Title(Text(arguments)),
        ["capitalize"] = (_, arguments) => Capitalize(Text(arguments)),
        ["string"] = (_, arguments) => Text(arguments),
        ["safe"] = (_, arguments) => Text(arguments),
        ["replace"] = (context, arguments) => Replace(context, Text(arguments), arguments.Text(1), arguments.Text(2), arguments),
        ["tojson"] = (context, arguments) => context.Charge(TemplateJson.Write(arguments[0], arguments.Get(1, "indent", null), arguments), arguments.Line),
        ["default"] = Default,
        ["d"] = Default,
        ["length"] = Length,
        ["count"] = Length,
        ["first"] = (_, arguments) => Items(arguments) is [var first, ..] ? first : new Undefined("first of nothing"),
        ["last"] = (_, arguments) => Items(arguments) is [.., var last] ? last : new Undefined("last of nothing"),
        ["list"] = (_, arguments) => Items(arguments).ToList(),
        ["reverse"] = (_, arguments) => arguments[0] is string ? string.Concat(Items(arguments).Reverse()) : Items(arguments).Reverse().ToList(),
        ["join"] = (context, arguments) => Join(context, Items(arguments), TemplateValue.ToText(arguments.Get(1, "d", "")), arguments),
        ["items"] = (_, arguments) => arguments[0] is OrderedDictionary<string, object?> dictionary
            ? dictionary.Select(object? (member) => new List<object?> { member.Key, member.Value }).ToList()
            : arguments[0] is Undefined ? new List<object?>() : throw arguments.Error($"{TemplateValue.TypeName(arguments[0])} has no items"),
        ["map"] = Map,
        ["select"] = (context, arguments) => Select(context, arguments, 1, item => item, keep: true),
        ["reject"] = (context, arguments) => Select(context, arguments, 1, item => item, keep: false),
        ["selectattr"] = (context, arguments) => Select(context, arguments, 2, item => Member(item, arguments.Text(1)), keep: true),
        ["rejectattr"] = (context, arguments) => Select(context, arguments, 2, item => Member(item, arguments.Text(1)), keep: false),
        ["int"] = (_, arguments) => ToInteger(arguments[0]) ?? arguments.Get(1, "default", 0L),
        ["float"] = (_, arguments) => ToFloat(arguments[0]) ?? arguments.Get(1, "default", 0.0),
        ["abs"] = (_, arguments) => arguments[0] switch
        {
            long and not long.MinValue and var number => (object)Math.Abs(number),
            double number => Math.Abs(number),
            var other => throw arguments.Error($"{TemplateValue.TypeName(other)} has no absolute value"),
        },
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static Callable? Find(string name) => Filters.GetValueOrDefault(name);

    public static string Capitalize(string text) =>
        text.Length == 0 ? "" : char.ToUpperInvariant(text[0]) + text[1..].ToLowerInvariant();

    public static string Title(string text)
    {
        var title = new StringBuilder(text.Length);
        var inWord = false;
        foreach (var c in text)
        {
            title.Append(inWord ? char.ToLowerInvariant(c) : char.ToUpperInvariant(c));
            inWord = char.IsLetter(c);
        }

        return title.ToString();
    }

    public static string Replace(RenderContext context, string text, string from, string to, CallArguments arguments)
    {
        if (from.Length == 0)
            throw arguments.Error("replace needs something to look for");
        context.CheckLength(text.Length + ((long)text.AsSpan().Count(from) * Math.Max(0, to.Length - from.Length)), arguments.Line);
        context.Charge(text, arguments.Line);
        return context.Charge(text.Replace(from, to, StringComparison.Ordinal), arguments.Line);
    }

    public static string Join(RenderContext context, IReadOnlyList<object?> items, string separator, CallArguments arguments)
    {
        var parts = items.Select(TemplateValue.ToText).ToArray();
        context.CheckLength(parts.Sum(part => (long)part.Length + separator.Length), arguments.Line);
        return context.Charge(string.Join(separator, parts), arguments.Line);
    }

    private static string Text(CallArguments arguments) => TemplateValue.ToText(arguments[0]);

    private static IReadOnlyList<object?> Items(CallArguments arguments) => TemplateValue.Items(arguments[0], arguments.Line);

    private static object? Default(RenderContext context, CallArguments arguments)
    {
        var alsoIfFalse = TemplateValue.IsTrue(arguments.Get(2, "boolean", false));
        var missing = arguments[0] is Undefined || (alsoIfFalse && !TemplateValue.IsTrue(arguments[0]));
        return missing ? arguments.Get(1, "default_value", "") : arguments[0];
    }

    private static object Length(RenderContext context, CallArguments arguments) => (long)Items(arguments).Count;

    private static object Map(RenderContext context, CallArguments arguments)
    {
        if (arguments.Named.TryGetValue("attribute", out var attribute))
        {
            var name = attribute as string ?? throw arguments.Error("map's attribute must be a string");
            return Items(arguments).Select(item => Member(item, name) is Undefined && arguments.Named.TryGetValue("default", out var otherwise) ? otherwise : Member(item, name)).ToList();
        }

        var filter = Find(arguments.Text(1)) ?? throw arguments.Error($"there is no filter '{arguments.Text(1)}'");
        return Items(arguments)
            .Select(item => filter(context, arguments with { Positional = [item, .. arguments.Positional.Skip(2)] }))
            .ToList();
    }

    private static object Select(RenderContext context, CallArguments arguments, int testAt, Func<object?, object?> value, bool keep)
    {
        Callable? test = null;
        if (arguments.Positional.Count > testAt)
            test = TemplateTests.Find(arguments.Text(testAt)) ?? throw arguments.Error($"there is no test '{arguments.Text(testAt)}'");
        return Items(arguments).Where(item => Passes(value(item)) == keep).ToList();

        bool Passes(object? input) => TemplateValue.IsTrue(test is null
            ? input
            : test(context, arguments with { Positional = [input, .. arguments.Positional.Skip(testAt + 1)] }));
    }

    /// <summary>A member by its path, such as <c>function.name</c>.</summary>
    private static object? Member(object? item, string path)
    {
        foreach (var name in path.Split('.'))
            item = item is OrderedDictionary<string, object?> members && members.TryGetValue(name, out var value) ? value : new Undefined(path);
        return item;
    }

    private static object? ToInteger(object? value) => value switch
    {
        long or bool => (long)TemplateValue.Number(value)!.Value,
        double number when Math.Abs(number) < long.MaxValue => (long)number,
        string text when long.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) => number,
        string text when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && Math.Abs(number) < long.MaxValue => (long)number,
        _ => null,
    };

    private static object? ToFloat(object? value) => value is string text
        ? double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null
        : TemplateValue.Number(value);
}
