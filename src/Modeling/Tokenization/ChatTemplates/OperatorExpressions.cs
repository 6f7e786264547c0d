namespace Samantha.Modeling.Tokenization.ChatTemplates;

internal sealed record Not(Expression Operand, int Line) : Expression(Line)
{
    protected override object? Compute(RenderContext context) => !TemplateValue.IsTrue(Operand.Evaluate(context));
}

/// <summary><c>and</c> and <c>or</c>: the value of the operand that decides.</summary>
internal sealed record Logical(bool IsAnd, Expression Left, Expression Right, int Line) : Expression(Line)
{
    protected override object? Compute(RenderContext context)
    {
        var left = Left.Evaluate(context);
        return TemplateValue.IsTrue(left) == IsAnd ? Right.Evaluate(context) : left;
    }
}

/// <summary>A chain such as <c>a &lt; b &lt;= c</c>: true if every link is.</summary>
internal sealed record Comparison(Expression First, IReadOnlyList<(string Operator, Expression Operand)> Rest, int Line) : Expression(Line)
{
    protected override object? Compute(RenderContext context)
    {
        var left = First.Evaluate(context);
        foreach (var (symbol, operand) in Rest)
        {
            var right = operand.Evaluate(context);
            if (!Holds(symbol, left, right, Line))
                return false;
            left = right;
        }

        return true;
    }

    public static bool Holds(string symbol, object? left, object? right, int line) => symbol switch
    {
        "==" => TemplateValue.AreEqual(left, right),
        "!=" => !TemplateValue.AreEqual(left, right),
        "<" => TemplateValue.Compare(left, right, line) < 0,
        "<=" => TemplateValue.Compare(left, right, line) <= 0,
        ">" => TemplateValue.Compare(left, right, line) > 0,
        ">=" => TemplateValue.Compare(left, right, line) >= 0,
        "in" => TemplateValue.Contains(right, left, line),
        _ => !TemplateValue.Contains(right, left, line),
    };
}

internal sealed record Concatenation(IReadOnlyList<Expression> Operands, int Line) : Expression(Line)
{
    protected override object? Compute(RenderContext context)
    {
        var parts = Operands.Select(operand => TemplateValue.ToText(operand.Evaluate(context))).ToArray();
        context.CheckLength(parts.Sum(part => (long)part.Length), Line);
        return context.Charge(string.Concat(parts), Line);
    }
}

internal sealed record Arithmetic(string Operator, Expression Left, Expression Right, int Line) : Expression(Line)
{
    protected override object? Compute(RenderContext context)
    {
        var (left, right) = (Left.Evaluate(context), Right.Evaluate(context));
        switch (Operator, left, right)
        {
            case ("+", string x, string y):
                context.CheckLength((long)x.Length + y.Length, Line);
                return context.Charge(x + y, Line);
            case ("+", List<object?> x, List<object?> y):
                context.Charge(x.Count + y.Count, Line);
                return x.Concat(y).ToList();
            case ("*", string text, long times):
                context.CheckLength(text.Length * Math.Max(0, times), Line);
                return context.Charge(string.Concat(Enumerable.Repeat(text, (int)Math.Max(0, times))), Line);
        }

        if (TemplateValue.Number(left) is not { } a || TemplateValue.Number(right) is not { } b)
            throw Error($"'{Operator}' does not go with {TemplateValue.TypeName(left)} and {TemplateValue.TypeName(right)}");
        if (Operator is "/" or "//" or "%" && b == 0)
            throw Error("division by zero");
        return left is double || right is double || Operator == "/" ? OfFloats(a, b) : OfIntegers(ToInteger(left), ToInteger(right));
    }

    private static long ToInteger(object? value) => value is bool flag ? (flag ? 1 : 0) : (long)value!;

    private object OfIntegers(long a, long b)
    {
        try
        {
            return checked(Operator switch
            {
                "+" => a + b,
                "-" => a - b,
                "*" => a * b,
                "//" => (a / b) - (a % b != 0 && (a < 0) != (b < 0) ? 1 : 0),
                "%" => ((a % b) + b) % b,
                _ => Power(a, b),
            });
        }
        catch (OverflowException)
        {
            throw Error("the number is out of range");
        }
    }

    private static object Power(long a, long b)
    {
        var power = Math.Pow(a, b);
        return b >= 0 && Math.Abs(power) < 1L << 53 ? (object)(long)power : power;
    }

    private object OfFloats(double a, double b) => Operator switch
    {
        "+" => a + b,
        "-" => a - b,
        "*" => a * b,
        "/" => a / b,
        "//" => Math.Floor(a / b),
        "%" => a - (b * Math.Floor(a / b)),
        _ => Math.Pow(a, b),
    };
}

internal sealed record Sign(bool IsMinus, Expression Operand, int Line) : Expression(Line)
{
    protected override object? Compute(RenderContext context) => Operand.Evaluate(context) switch
    {
        long number => (object)(IsMinus ? -number : number),
        double number => IsMinus ? -number : number,
        var other => throw Error($"{TemplateValue.TypeName(other)} has no sign"),
    };
}
