using System.Globalization;

namespace Samantha.Modeling.Tokenization.ChatTemplates;

/// <summary>
/// Reads expressions. From the loosest: <c>if else</c>, <c>or</c>, <c>and</c>, <c>not</c>, comparisons, <c>+ -</c>, <c>~</c>,
/// <c>* / // %</c>, <c>**</c>, signs, then members, calls, filters and tests.
/// </summary>
internal sealed class ExpressionParser(TokenReader tokens)
{
    private static readonly string[] Comparisons = ["==", "!=", "<", "<=", ">", ">="];

    public Expression Parse()
    {
        tokens.CheckDepth();
        var value = ParseWithoutCondition();
        while (tokens.Current.Is(TokenKind.Name, "if"))
        {
            var line = tokens.Take().Line;
            var test = ParseWithoutCondition();
            value = new Conditional(test, value, tokens.Skip("else") ? Parse() : null, line);
        }

        return value;
    }

    /// <summary>An expression that ends before an <c>if</c>, as in <c>for x in xs if x</c>.</summary>
    public Expression ParseWithoutCondition() =>
        ParseLogical("or", () => ParseLogical("and", ParseNot));

    /// <summary>An expression, or several with commas between them, which make a list.</summary>
    public Expression ParseList()
    {
        var first = Parse();
        if (!tokens.Current.Is(TokenKind.Operator, ","))
            return first;
        var items = new List<Expression> { first };
        while (tokens.Skip(TokenKind.Operator, ",") && BeginsExpression())
            items.Add(Parse());
        return new ListLiteral(items, first.Line);
    }

    private bool BeginsExpression() =>
        tokens.Current.Kind is not (TokenKind.VariableEnd or TokenKind.BlockEnd or TokenKind.End)
        && !(tokens.Current.Kind == TokenKind.Operator && tokens.Current.Text is ")" or "]" or "}");

    private Expression ParseLogical(string name, Func<Expression> operand)
    {
        var left = operand();
        while (tokens.Current.Is(TokenKind.Name, name))
        {
            var line = tokens.Take().Line;
            left = new Logical(name == "and", left, operand(), line);
        }

        return left;
    }

    private Expression ParseNot()
    {
        tokens.CheckDepth();
        if (!tokens.Current.Is(TokenKind.Name, "not"))
            return ParseComparison();
        var line = tokens.Take().Line;
        return new Not(ParseNot(), line);
    }

    private Expression ParseComparison()
    {
        var first = ParseSum();
        var rest = new List<(string Operator, Expression Operand)>();
        while (true)
        {
            var token = tokens.Current;
            if (token.Kind == TokenKind.Operator && Comparisons.Contains(token.Text))
            {
                tokens.Take();
                rest.Add((token.Text, ParseSum()));
            }
            else if (tokens.Skip("in"))
            {
                rest.Add(("in", ParseSum()));
            }
            else if (token.Is(TokenKind.Name, "not"))
            {
                tokens.Take();
                tokens.ExpectName("in");
                rest.Add(("not in", ParseSum()));
            }
            else
            {
                return rest.Count == 0 ? first : new Comparison(first, rest, first.Line);
            }
        }
    }

    private Expression ParseSum() => ParseArithmetic(["+", "-"], ParseConcatenation);

    private Expression ParseConcatenation()
    {
        var operands = new List<Expression> { ParseProduct() };
        while (tokens.Skip(TokenKind.Operator, "~"))
            operands.Add(ParseProduct());
        return operands.Count == 1 ? operands[0] : new Concatenation(operands, operands[0].Line);
    }

    private Expression ParseProduct() => ParseArithmetic(["*", "/", "//", "%"], ParsePower);

    private Expression ParsePower() => ParseArithmetic(["**"], () => ParseUnary(withFilters: true));

    private Expression ParseArithmetic(string[] operators, Func<Expression> operand)
    {
        var left = operand();
        while (tokens.Current.Kind == TokenKind.Operator && operators.Contains(tokens.Current.Text))
        {
            var symbol = tokens.Take();
            left = new Arithmetic(symbol.Text, left, operand(), symbol.Line);
        }

        return left;
    }

    private Expression ParseUnary(bool withFilters)
    {
        tokens.CheckDepth();
        Expression value;
        if (tokens.Current.Kind == TokenKind.Operator && tokens.Current.Text is "-" or "+")
        {
            var sign = tokens.Take();
            value = new Sign(sign.Text == "-", ParseUnary(withFilters: false), sign.Line);
        }
        else
        {
            value = ParsePrimary();
        }

        value = ParsePostfix(value);
        return withFilters ? ParseFiltersAndTests(value) : value;
    }

    private Expression ParsePrimary()
    {
        var token = tokens.Take();
        switch (token.Kind)
        {
            case TokenKind.Name:
                return token.Text switch
                {
                    "true" or "True" => new Literal(true, token.Line),
                    "false" or "False" => new Literal(false, token.Line),
                    "none" or "None" => new Literal(null, token.Line),
                    "if" or "else" or "and" or "or" or "in" or "is" => throw Unexpected(token),
                    _ => new Variable(token.Text, token.Line),
                };
            case TokenKind.String:
                var text = token.Text;
                while (tokens.Current.Kind == TokenKind.String)
                    text += tokens.Take().Text;
                return new Literal(text, token.Line);
            case TokenKind.Integer:
                return long.TryParse(token.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var integer)
                    ? new Literal(integer, token.Line)
                    : throw new ChatTemplateException($"the number {token.Text} is out of range", token.Line);
            case TokenKind.Float:
                return new Literal(double.Parse(token.Text, CultureInfo.InvariantCulture), token.Line);
            case TokenKind.Operator when token.Text == "(":
                return ParseParentheses(token.Line);
            case TokenKind.Operator when token.Text == "[":
                return new ListLiteral(ParseItems("]"), token.Line);
            case TokenKind.Operator when token.Text == "{":
                return ParseDictionary(token.Line);
            default:
                throw Unexpected(token);
        }
    }

    private Expression ParseParentheses(int line)
    {
        if (tokens.Skip(TokenKind.Operator, ")"))
            return new ListLiteral([], line);
        var value = ParseList();
        tokens.ExpectOperator(")");
        return value;
    }

    private List<Expression> ParseItems(string end)
    {
        var items = new List<Expression>();
        while (!tokens.Skip(TokenKind.Operator, end))
        {
            if (items.Count > 0)
                tokens.ExpectOperator(",");
            if (!tokens.Current.Is(TokenKind.Operator, end))
                items.Add(Parse());
        }

        return items;
    }

    private DictionaryLiteral ParseDictionary(int line)
    {
        var members = new List<(Expression Name, Expression Value)>();
        while (!tokens.Skip(TokenKind.Operator, "}"))
        {
            if (members.Count > 0)
                tokens.ExpectOperator(",");
            if (tokens.Current.Is(TokenKind.Operator, "}"))
                continue;
            var name = Parse();
            tokens.ExpectOperator(":");
            members.Add((name, Parse()));
        }

        return new DictionaryLiteral(members, line);
    }

    private Expression ParsePostfix(Expression value)
    {
        while (tokens.Current.Kind == TokenKind.Operator)
        {
            var symbol = tokens.Current;
            if (symbol.Text == "." && tokens.Take() is var dot)
                value = tokens.Current.Kind == TokenKind.Integer ? new Item(value, ParsePrimary(), dot.Line) : new Attribute(value, tokens.Expect(TokenKind.Name).Text, dot.Line);
            else if (symbol.Text == "[")
                value = ParseSubscript(value);
            else if (symbol.Text == "(")
                value = new Call(value, ParseArguments(), symbol.Line);
            else
                break;
        }

        return value;
    }

    private Expression ParseSubscript(Expression target)
    {
        var line = tokens.Take().Line;
        if (!tokens.Current.Is(TokenKind.Operator, ":"))
        {
            var key = Parse();
            if (tokens.Skip(TokenKind.Operator, "]"))
                return new Item(target, key, line);
            return ParseSlice(target, key, line);
        }

        return ParseSlice(target, null, line);
    }

    private Slice ParseSlice(Expression target, Expression? start, int line)
    {
        tokens.ExpectOperator(":");
        var stop = Bound();
        var step = tokens.Skip(TokenKind.Operator, ":") ? Bound() : null;
        tokens.ExpectOperator("]");
        return new Slice(target, start, stop, step, line);

        Expression? Bound() => tokens.Current.Kind == TokenKind.Operator && tokens.Current.Text is ":" or "]" ? null : Parse();
    }

    private ArgumentList ParseArguments()
    {
        tokens.ExpectOperator("(");
        var positional = new List<Expression>();
        var named = new List<(string Name, Expression Value)>();
        while (!tokens.Skip(TokenKind.Operator, ")"))
        {
            if (positional.Count + named.Count > 0)
                tokens.ExpectOperator(",");
            if (tokens.Current.Is(TokenKind.Operator, ")"))
                continue;
            if (tokens.Current.Kind == TokenKind.Name && tokens.FollowedBy("="))
            {
                var name = tokens.Take().Text;
                tokens.Take();
                named.Add((name, Parse()));
            }
            else
            {
                positional.Add(Parse());
            }
        }

        return new ArgumentList(positional, named);
    }

    private Expression ParseFiltersAndTests(Expression value)
    {
        while (true)
        {
            if (tokens.Skip(TokenKind.Operator, "|"))
            {
                var name = tokens.Expect(TokenKind.Name);
                var filter = TemplateFilters.Find(name.Text) ?? throw new ChatTemplateException($"the filter '{name.Text}' is not supported", name.Line);
                value = new Filter(value, name.Text, filter, OptionalArguments(), name.Line);
            }
            else if (tokens.Skip("is"))
            {
                value = ParseTest(value);
            }
            else if (tokens.Current.Is(TokenKind.Operator, "("))
            {
                value = new Call(value, ParseArguments(), tokens.Current.Line);
            }
            else
            {
                return value;
            }
        }
    }

    private ArgumentList OptionalArguments() =>
        tokens.Current.Is(TokenKind.Operator, "(") ? ParseArguments() : ArgumentList.Empty;

    private Test ParseTest(Expression value)
    {
        var negated = tokens.Skip("not");
        var name = tokens.Expect(TokenKind.Name);
        var test = TemplateTests.Find(name.Text) ?? throw new ChatTemplateException($"the test '{name.Text}' is not supported", name.Line);
        // One argument may stand without parentheses: "x is divisibleby 3".
        var arguments = TakesBareArgument()
            ? new ArgumentList([ParsePostfix(ParsePrimary())], [])
            : OptionalArguments();
        return new Test(value, name.Text, test, arguments, negated, name.Line);
    }

    private bool TakesBareArgument() => tokens.Current.Kind switch
    {
        TokenKind.String or TokenKind.Integer or TokenKind.Float => true,
        TokenKind.Operator => tokens.Current.Text is "[" or "{",
        TokenKind.Name => tokens.Current.Text is not ("else" or "or" or "and" or "if" or "is" or "in" or "not"),
        _ => false,
    };

    private static ChatTemplateException Unexpected(TemplateToken token) =>
        new($"{TokenReader.Describe(token)} is not expected here", token.Line);
}
