using System.Globalization;
using System.Text;

namespace Samantha.Modeling.Tokenization.ChatTemplates;

/// <summary>The filter <c>tojson</c> as Hugging Face defines it: Python's <c>json.dumps</c>, not escaped to ASCII.</summary>
internal static class TemplateJson
{
    /// <param name="value">The value.</param>
    /// <param name="indent">Null for one line; else the number of spaces, or a string, that each level is indented by.</param>
    /// <param name="arguments">For the place of an error.</param>
    public static string Write(object? value, object? indent, CallArguments arguments)
    {
        var unit = indent switch
        {
            null => null,
            long and >= 0 and <= 16 and var spaces => new string(' ', (int)spaces),
            string text => text,
            _ => throw arguments.Error("tojson's indent must be from 0 to 16, or a string"),
        };
        var json = new StringBuilder();
        Write(value, 0);
        return json.ToString();

        void Write(object? part, int depth)
        {
            switch (part)
            {
                case null: json.Append("null"); break;
                case bool flag: json.Append(flag ? "true" : "false"); break;
                case string text: WriteString(text); break;
                case long number: json.Append(number.ToString(CultureInfo.InvariantCulture)); break;
                case double: json.Append(TemplateValue.ToText(part)); break;
                case List<object?> list: WriteAll('[', list, depth, item => Write(item, depth + 1), ']'); break;
                case OrderedDictionary<string, object?> dictionary: WriteAll('{', dictionary, depth, WriteMember(depth), '}'); break;
                default: throw arguments.Error($"{TemplateValue.TypeName(part)} has no JSON");
            }
        }

        Action<KeyValuePair<string, object?>> WriteMember(int depth) => member =>
        {
            WriteString(member.Key);
            json.Append(": ");
            Write(member.Value, depth + 1);
        };

        void WriteAll<T>(char open, IReadOnlyCollection<T> entries, int depth, Action<T> write, char close)
        {
            json.Append(open);
            var first = true;
            foreach (var entry in entries)
            {
                if (!first)
                    json.Append(unit is null ? ", " : ",");
                first = false;
                BreakLine(depth + 1);
                write(entry);
            }

            if (!first)
                BreakLine(depth);
            json.Append(close);
        }

        void BreakLine(int depth)
        {
            if (unit is not null)
                json.Append('\n').Insert(json.Length, unit, depth);
        }

        void WriteString(string text)
        {
            json.Append('"');
            foreach (var c in text)
            {
                json.Append(c switch
                {
                    '"' => "\\\"",
                    '\\' => "\\\\",
                    '\n' => "\\n",
                    '\r' => "\\r",
                    '\t' => "\\t",
                    '\b' => "\\b",
                    '\f' => "\\f",
                    < ' ' => $"\\u{(int)c:x4}",
                    _ => c.ToString(),
                });
            }

            json.Append('"');
        }
    }
}
