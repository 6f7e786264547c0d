namespace Samantha.Modeling.Tokenization.ChatTemplates;

/// <summary>How a statement ended: in the course of things, or by leaving the loop around it.</summary>
internal enum Flow
{
    Next,
    Break,
    Continue,
}

/// <summary>A part of a template that writes or changes something.</summary>
internal abstract record Statement(int Line)
{
    public abstract Flow Execute(RenderContext context);
}

internal sealed record Block(IReadOnlyList<Statement> Statements)
{
    public Flow Execute(RenderContext context)
    {
        foreach (var statement in Statements)
        {
            context.Charge(1, statement.Line);
            if (statement.Execute(context) is var flow and not Flow.Next)
                return flow;
        }

        return Flow.Next;
    }
}

internal sealed record TextStatement(string Text, int Line) : Statement(Line)
{
    public override Flow Execute(RenderContext context)
    {
        context.Write(Text, Line);
        return Flow.Next;
    }
}

internal sealed record OutputStatement(Expression Value, int Line) : Statement(Line)
{
    public override Flow Execute(RenderContext context)
    {
        context.Write(TemplateValue.ToText(Value.Evaluate(context)), Line);
        return Flow.Next;
    }
}

internal sealed record JumpStatement(Flow Flow, int Line) : Statement(Line)
{
    public override Flow Execute(RenderContext context) => Flow;
}

/// <summary><c>generation</c>: marks the assistant's words for training; to a rendering just its body.</summary>
internal sealed record GroupStatement(Block Body, int Line) : Statement(Line)
{
    public override Flow Execute(RenderContext context) => Body.Execute(context);
}

internal sealed record IfStatement(IReadOnlyList<(Expression Test, Block Body)> Branches, Block? Else, int Line) : Statement(Line)
{
    public override Flow Execute(RenderContext context)
    {
        foreach (var (test, body) in Branches)
        {
            if (TemplateValue.IsTrue(test.Evaluate(context)))
                return body.Execute(context);
        }

        return Else?.Execute(context) ?? Flow.Next;
    }
}

internal sealed record ForStatement(IReadOnlyList<string> Targets, Expression Items, Expression? Condition, Block Body, Block? Else, int Line) : Statement(Line)
{
    public override Flow Execute(RenderContext context)
    {
        var items = TemplateValue.Items(Items.Evaluate(context), Line);
        if (Condition is not null)
            items = items.Where(item => context.InScope(null, Line, () => Passes(context, item))).ToList();

        var loop = new LoopState(items);
        for (; loop.Index < items.Count; loop.Index++)
        {
            if (context.InScope(null, Line, () => RunOnce(context, loop, items[loop.Index])) == Flow.Break)
                break;
        }

        return items.Count == 0 && Else is not null ? Else.Execute(context) : Flow.Next;
    }

    private bool Passes(RenderContext context, object? item)
    {
        Bind(context, item);
        return TemplateValue.IsTrue(Condition!.Evaluate(context));
    }

    private Flow RunOnce(RenderContext context, LoopState loop, object? item)
    {
        Bind(context, item);
        context.Scope.Set("loop", loop);
        return Body.Execute(context);
    }

    private void Bind(RenderContext context, object? item) => Assignment.Bind(context, Targets, item, Line);
}

internal sealed record SetStatement(IReadOnlyList<string> Targets, Expression Value, int Line) : Statement(Line)
{
    public override Flow Execute(RenderContext context)
    {
        Assignment.Bind(context, Targets, Value.Evaluate(context), Line);
        return Flow.Next;
    }
}

/// <summary><c>set name</c> … <c>endset</c>: the variable takes what the body writes.</summary>
internal sealed record CaptureStatement(string Target, Block Body, int Line) : Statement(Line)
{
    public override Flow Execute(RenderContext context)
    {
        var text = context.Capture(() => context.InScope(null, Line, () => Body.Execute(context)));
        context.Scope.Set(Target, text);
        return Flow.Next;
    }
}

internal sealed record SetAttributeStatement(string Target, string Name, Expression Value, int Line) : Statement(Line)
{
    public override Flow Execute(RenderContext context)
    {
        if (context.Scope.Get(Target) is not TemplateNamespace space)
            throw new ChatTemplateException($"'{Target}' is not a namespace, so its '{Name}' cannot be set", Line);
        space.Values[Name] = Value.Evaluate(context);
        return Flow.Next;
    }
}

/// <summary><c>macro name(parameters)</c>: a function that returns what its body writes. It sees what is defined where it stands.</summary>
internal sealed record MacroStatement(string Name, IReadOnlyList<(string Name, Expression? Default)> Parameters, Block Body, int Line) : Statement(Line)
{
    public override Flow Execute(RenderContext context)
    {
        var home = context.Scope;
        Callable macro = (caller, arguments) => caller.Capture(() => caller.InScope(home, Line, () =>
        {
            for (var i = 0; i < Parameters.Count; i++)
            {
                var (name, otherwise) = Parameters[i];
                var missing = otherwise is null ? new Undefined(name) : otherwise.Evaluate(caller);
                caller.Scope.Set(name, arguments.Get(i, name, missing));
            }

            return Body.Execute(caller);
        }));
        context.Scope.Set(Name, macro);
        return Flow.Next;
    }
}

internal static class Assignment
{
    /// <summary>Sets one variable, or takes a list apart into several.</summary>
    public static void Bind(RenderContext context, IReadOnlyList<string> targets, object? value, int line)
    {
        if (targets.Count == 1)
        {
            context.Scope.Set(targets[0], value);
            return;
        }

        var items = TemplateValue.Items(value, line);
        if (items.Count != targets.Count)
            throw new ChatTemplateException($"{items.Count} values do not go into {targets.Count} variables", line);
        for (var i = 0; i < targets.Count; i++)
            context.Scope.Set(targets[i], items[i]);
    }
}
