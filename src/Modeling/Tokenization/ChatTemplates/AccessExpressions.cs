namespace Samantha.Modeling.Tokenization.ChatTemplates;

/// <summary><c>value.name</c>: a method, or a member.</summary>
internal sealed record Attribute(Expression Target, string Name, int Line) : Expression(Line)
{
    protected override object? Compute(RenderContext context)
    {
        var target = Target.Evaluate(context);
        return target switch
        {
            Undefined undefined => throw Error($"'{undefined.Name}' is undefined, so it has no '{Name}'"),
            TemplateNamespace space => space.Values.TryGetValue(Name, out var value) ? value : new Undefined(Name),
            LoopState loop => loop.Attribute(Name),
            _ when TemplateMethods.Find(target, Name) is { } method => method,
            OrderedDictionary<string, object?> dictionary => dictionary.TryGetValue(Name, out var value) ? value : new Undefined(Name),
            _ => new Undefined(Name),
        };
    }
}

/// <summary><c>value[key]</c>.</summary>
internal sealed record Item(Expression Target, Expression Key, int Line) : Expression(Line)
{
    protected override object? Compute(RenderContext context)
    {
        var (target, key) = (Target.Evaluate(context), Key.Evaluate(context));
        return (target, key) switch
        {
            (Undefined undefined, _) => throw Error($"'{undefined.Name}' is undefined, so it has no items"),
            (OrderedDictionary<string, object?> dictionary, string name) => dictionary.TryGetValue(name, out var value) ? value : new Undefined(name),
            (TemplateNamespace space, string name) => space.Values.TryGetValue(name, out var value) ? value : new Undefined(name),
            (List<object?> or string, long index) => At(TemplateValue.Items(target, Line), index),
            _ => new Undefined(TemplateValue.ToText(key)),
        };
    }

    private static object? At(IReadOnlyList<object?> items, long index)
    {
        var place = index < 0 ? items.Count + index : index;
        return place >= 0 && place < items.Count ? items[(int)place] : new Undefined($"item {index}");
    }
}

/// <summary><c>value[start:stop:step]</c> of a list or string.</summary>
internal sealed record Slice(Expression Target, Expression? Start, Expression? Stop, Expression? Step, int Line) : Expression(Line)
{
    protected override object? Compute(RenderContext context)
    {
        var target = Target.Evaluate(context);
        if (target is not (List<object?> or string))
            throw Error($"{TemplateValue.TypeName(target)} has no parts");

        var items = TemplateValue.Items(target, Line);
        context.Charge(items.Count / 16, Line);
        var step = Math.Clamp(Bound(Step) ?? 1, -int.MaxValue, int.MaxValue);
        if (step == 0)
            throw Error("a slice's step must not be zero");

        var (low, high) = step > 0 ? (0L, (long)items.Count) : (-1L, items.Count - 1L);
        var start = Place(Bound(Start) ?? (step > 0 ? low : high), Start is null);
        var stop = Place(Bound(Stop) ?? (step > 0 ? high : low), Stop is null);
        var parts = new List<object?>();
        for (var i = start; step > 0 ? i < stop : i > stop; i += step)
            parts.Add(items[(int)i]);
        return target is string ? string.Concat(parts) : parts;

        long? Bound(Expression? expression) => expression?.Evaluate(context) switch
        {
            null => null,
            long number => number,
            var other => throw Error($"{TemplateValue.TypeName(other)} is no place in a list"),
        };

        long Place(long index, bool isDefault) =>
            isDefault ? index : Math.Clamp(index < 0 ? index + items.Count : index, low, high);
    }
}

/// <summary>The arguments of a call as written.</summary>
internal sealed record ArgumentList(IReadOnlyList<Expression> Positional, IReadOnlyList<(string Name, Expression Value)> Named)
{
    public static ArgumentList Empty { get; } = new([], []);

    public CallArguments Evaluate(RenderContext context, int line, params object?[] first)
    {
        var named = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var (name, value) in Named)
            named[name] = value.Evaluate(context);
        return new CallArguments([.. first, .. Positional.Select(argument => argument.Evaluate(context))], named, line);
    }
}

internal sealed record Call(Expression Target, ArgumentList Arguments, int Line) : Expression(Line)
{
    protected override object? Compute(RenderContext context) => Target.Evaluate(context) switch
    {
        Callable function => function(context, Arguments.Evaluate(context, Line)),
        Undefined undefined => throw Error($"'{undefined.Name}' is undefined, so it cannot be called"),
        var other => throw Error($"{TemplateValue.TypeName(other)} cannot be called"),
    };
}

/// <summary><c>input | name(…)</c>.</summary>
internal sealed record Filter(Expression Input, string Name, Callable Function, ArgumentList Arguments, int Line) : Expression(Line)
{
    protected override object? Compute(RenderContext context) =>
        Function(context, Arguments.Evaluate(context, Line, Input.Evaluate(context)));
}

/// <summary><c>input is name …</c>.</summary>
internal sealed record Test(Expression Input, string Name, Callable Function, ArgumentList Arguments, bool Negated, int Line) : Expression(Line)
{
    protected override object? Compute(RenderContext context) =>
        TemplateValue.IsTrue(Function(context, Arguments.Evaluate(context, Line, Input.Evaluate(context)))) != Negated;
}
