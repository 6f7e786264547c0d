using System.Collections;
using System.Globalization;
using System.Text;

namespace Samantha.Modeling.Tokenization.ChatTemplates;

/// <summary>
/// What Python would do with a value. Values are null, bool, long, double, string, lists (<c>List&lt;object?&gt;</c>),
/// dictionaries (<c>OrderedDictionary&lt;string, object?&gt;</c>), and the types of this folder.
/// </summary>
internal static class TemplateValue
{
    /// <summary>Takes in a value from outside.</summary>
    public static object? From(object? value) => value switch
    {
        null or bool or string or long or double => value,
        int number => (long)number,
        float number => (double)number,
        IEnumerable<KeyValuePair<string, object?>> members => Dictionary(members.Select(member => KeyValuePair.Create(member.Key, From(member.Value)))),
        IDictionary => throw new ArgumentException("A dictionary for a template must have string keys and values of type object.", nameof(value)),
        IEnumerable items => items.Cast<object?>().Select(From).ToList(),
        _ => throw new ArgumentException($"A template cannot use a {value.GetType().Name}. Give strings, numbers, booleans, lists and dictionaries.", nameof(value)),
    };

    public static OrderedDictionary<string, object?> Dictionary(IEnumerable<KeyValuePair<string, object?>> members)
    {
        var dictionary = new OrderedDictionary<string, object?>(StringComparer.Ordinal);
        foreach (var (name, value) in members)
            dictionary[name] = value;
        return dictionary;
    }

    public static bool IsTrue(object? value) => value switch
    {
        null or Undefined => false,
        bool flag => flag,
        long number => number != 0,
        double number => number != 0,
        string text => text.Length > 0,
        List<object?> list => list.Count > 0,
        OrderedDictionary<string, object?> dictionary => dictionary.Count > 0,
        _ => true,
    };

    /// <summary>Python's <c>str()</c>.</summary>
    public static string ToText(object? value) => value switch
    {
        string text => text,
        Undefined => "",
        _ => ToLiteral(value),
    };

    /// <summary>Python's <c>==</c>.</summary>
    public static bool AreEqual(object? left, object? right) => (Number(left), Number(right)) switch
    {
        ({ } x, { } y) => x == y,
        _ => (left, right) switch
        {
            (List<object?> x, List<object?> y) => x.Count == y.Count && x.Zip(y).All(pair => AreEqual(pair.First, pair.Second)),
            (OrderedDictionary<string, object?> x, OrderedDictionary<string, object?> y) =>
                x.Count == y.Count && x.All(member => y.TryGetValue(member.Key, out var other) && AreEqual(member.Value, other)),
            (Undefined, Undefined) => true,
            (string x, string y) => x == y,
            _ => Equals(left, right),
        },
    };

    /// <summary>Python's ordering of numbers, of strings and of lists.</summary>
    public static int Compare(object? left, object? right, int line)
    {
        if (Number(left) is { } x && Number(right) is { } y)
            return x.CompareTo(y);
        if (left is string leftText && right is string rightText)
            return string.CompareOrdinal(leftText, rightText);
        throw new ChatTemplateException($"{TypeName(left)} and {TypeName(right)} have no order", line);
    }

    /// <summary>The items that a loop over the value sees.</summary>
    public static IReadOnlyList<object?> Items(object? value, int line) => value switch
    {
        List<object?> list => list,
        OrderedDictionary<string, object?> dictionary => dictionary.Keys.ToList<object?>(),
        string text => text.EnumerateRunes().Select(object? (rune) => rune.ToString()).ToList(),
        Undefined => [],
        _ => throw new ChatTemplateException($"{TypeName(value)} cannot be iterated", line),
    };

    public static bool Contains(object? container, object? item, int line) => container switch
    {
        string text => item is string part
            ? text.Contains(part, StringComparison.Ordinal)
            : throw new ChatTemplateException($"a string does not hold {TypeName(item)}", line),
        OrderedDictionary<string, object?> dictionary => item is string name && dictionary.ContainsKey(name),
        _ => Items(container, line).Any(other => AreEqual(other, item)),
    };

    public static double? Number(object? value) => value switch
    {
        long number => number,
        double number => number,
        bool flag => flag ? 1 : 0,
        _ => null,
    };

    public static string TypeName(object? value) => value switch
    {
        null => "none",
        Undefined undefined => $"the undefined '{undefined.Name}'",
        bool => "a boolean",
        long => "an integer",
        double => "a float",
        string => "a string",
        List<object?> => "a list",
        OrderedDictionary<string, object?> => "a dictionary",
        Callable => "a function",
        _ => "an object",
    };

    /// <summary>Python's <c>repr()</c>.</summary>
    private static string ToLiteral(object? value) => value switch
    {
        null => "None",
        bool flag => flag ? "True" : "False",
        long number => number.ToString(CultureInfo.InvariantCulture),
        double number => Float(number),
        string text => Quote(text),
        Undefined => "Undefined",
        List<object?> list => "[" + string.Join(", ", list.Select(ToLiteral)) + "]",
        OrderedDictionary<string, object?> dictionary => "{" + string.Join(", ", dictionary.Select(member => $"{Quote(member.Key)}: {ToLiteral(member.Value)}")) + "}",
        _ => "<" + TypeName(value) + ">",
    };

    private static string Float(double number)
    {
        var text = number.ToString("R", CultureInfo.InvariantCulture);
        return text.AsSpan().ContainsAny(".EN∞") ? text.Replace("E", "e", StringComparison.Ordinal) : text + ".0";
    }

    private static string Quote(string text)
    {
        var quote = text.Contains('\'') && !text.Contains('"') ? '"' : '\'';
        var quoted = new StringBuilder().Append(quote);
        foreach (var c in text)
        {
            quoted.Append(c switch
            {
                '\n' => "\\n",
                '\r' => "\\r",
                '\t' => "\\t",
                '\\' => "\\\\",
                _ when c == quote => "\\" + c,
                _ => c.ToString(),
            });
        }

        return quoted.Append(quote).ToString();
    }
}
