namespace Samantha.Modeling.Tokenization.ChatTemplates;

/// <summary>The functions that every template has.</summary>
internal static class TemplateGlobals
{
    private const int LongestRange = 100_000;

    public static void Define(Scope scope)
    {
        scope.Set("namespace", (Callable)((_, arguments) => new TemplateNamespace(arguments.Named)));
        scope.Set("dict", (Callable)((_, arguments) => TemplateValue.Dictionary(arguments.Named)));
        scope.Set("range", (Callable)Range);
        scope.Set("raise_exception", (Callable)((_, arguments) => throw arguments.Error(TemplateValue.ToText(arguments[0]))));
    }

    private static object Range(RenderContext context, CallArguments arguments)
    {
        var bounds = arguments.Positional.Select(bound => bound as long? ?? throw arguments.Error("range takes integers")).ToArray();
        var (start, stop, step) = bounds switch
        {
            [var end] => (0L, end, 1L),
            [var begin, var end] => (begin, end, 1L),
            [var begin, var end, var by] when by != 0 => (begin, end, by),
            _ => throw arguments.Error("range takes one to three integers, the third not zero"),
        };

        var numbers = new List<object?>();
        for (var i = start; step > 0 ? i < stop : i > stop; i += step)
        {
            if (numbers.Count == LongestRange)
                throw arguments.Error($"a range is longer than {LongestRange}");
            numbers.Add(i);
        }

        context.Charge(numbers.Count, arguments.Line);
        return numbers;
    }
}
