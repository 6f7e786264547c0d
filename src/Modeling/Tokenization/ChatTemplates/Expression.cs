using System.Runtime.CompilerServices;

namespace Samantha.Modeling.Tokenization.ChatTemplates;

/// <summary>A part of a template that has a value.</summary>
internal abstract record Expression(int Line)
{
    /// <summary>The value; pays one step.</summary>
    public object? Evaluate(RenderContext context)
    {
        context.Charge(1, Line);
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
            throw Error("the template is nested too deep");
        return Compute(context);
    }

    protected abstract object? Compute(RenderContext context);

    protected ChatTemplateException Error(string reason) => new(reason, Line);
}

internal sealed record Literal(object? Value, int Line) : Expression(Line)
{
    protected override object? Compute(RenderContext context) => Value;
}

internal sealed record Variable(string Name, int Line) : Expression(Line)
{
    protected override object? Compute(RenderContext context) => context.Scope.Get(Name);
}

internal sealed record ListLiteral(IReadOnlyList<Expression> Items, int Line) : Expression(Line)
{
    protected override object? Compute(RenderContext context) => Items.Select(item => item.Evaluate(context)).ToList();
}

internal sealed record DictionaryLiteral(IReadOnlyList<(Expression Name, Expression Value)> Members, int Line) : Expression(Line)
{
    protected override object? Compute(RenderContext context)
    {
        var dictionary = new OrderedDictionary<string, object?>(StringComparer.Ordinal);
        foreach (var (name, value) in Members)
        {
            if (name.Evaluate(context) is not string key)
                throw Error("a dictionary's keys must be strings");
            dictionary[key] = value.Evaluate(context);
        }

        return dictionary;
    }
}

internal sealed record Conditional(Expression Test, Expression Then, Expression? Else, int Line) : Expression(Line)
{
    protected override object? Compute(RenderContext context) => TemplateValue.IsTrue(Test.Evaluate(context))
        ? Then.Evaluate(context)
        : Else is null ? new Undefined("inline if without else") : Else.Evaluate(context);
}
