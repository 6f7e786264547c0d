using System.Collections.Frozen;

namespace Samantha.Modeling.Tokenization.ChatTemplates;

/// <summary>What can stand after <c>is</c>.</summary>
internal static class TemplateTests
{
    private static readonly FrozenDictionary<string, Callable> Tests = new Dictionary<string, Callable>
    {
        ["defined"] = Of(value => value is not Undefined),
        ["undefined"] = Of(value => value is Undefined),
        ["none"] = Of(value => value is null),
        ["string"] = Of(value => value is string),
        ["boolean"] = Of(value => value is bool),
        ["true"] = Of(value => value is true),
        ["false"] = Of(value => value is false),
        ["integer"] = Of(value => value is long),
        ["float"] = Of(value => value is double),
        ["number"] = Of(value => TemplateValue.Number(value) is not null),
        ["mapping"] = Of(value => value is OrderedDictionary<string, object?>),
        ["sequence"] = Of(value => value is string or List<object?> or OrderedDictionary<string, object?>),
        ["iterable"] = Of(value => value is string or List<object?> or OrderedDictionary<string, object?> or Undefined),
        ["callable"] = Of(value => value is Callable),
        ["lower"] = Of(value => value is string text && text == text.ToLowerInvariant()),
        ["upper"] = Of(value => value is string text && text == text.ToUpperInvariant()),
        ["odd"] = (_, arguments) => Integer(arguments, 0) % 2 != 0,
        ["even"] = (_, arguments) => Integer(arguments, 0) % 2 == 0,
        ["divisibleby"] = (_, arguments) => Integer(arguments, 1) switch
        {
            0 => throw arguments.Error("division by zero"),
            1 or -1 => true,
            var divisor => Integer(arguments, 0) % divisor == 0,
        },
        ["sameas"] = (_, arguments) => arguments[0]?.GetType() == arguments[1]?.GetType() && TemplateValue.AreEqual(arguments[0], arguments[1]),
        ["in"] = Holds("in"),
        ["eq"] = Holds("=="),
        ["equalto"] = Holds("=="),
        ["ne"] = Holds("!="),
        ["lt"] = Holds("<"),
        ["le"] = Holds("<="),
        ["gt"] = Holds(">"),
        ["ge"] = Holds(">="),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static Callable? Find(string name) => Tests.GetValueOrDefault(name);

    private static Callable Of(Func<object?, bool> test) => (_, arguments) => test(arguments[0]);

    private static Callable Holds(string symbol) =>
        (_, arguments) => Comparison.Holds(symbol, arguments[0], arguments[1], arguments.Line);

    private static long Integer(CallArguments arguments, int index) =>
        arguments[index] as long? ?? throw arguments.Error($"{TemplateValue.TypeName(arguments[index])} is not an integer");
}
