namespace Samantha.Modeling.Tokenization.ChatTemplates;

/// <summary>Reads the statements of a template.</summary>
internal sealed class TemplateParser
{
    private readonly TokenReader _tokens;
    private readonly ExpressionParser _expressions;
    private int _loops;

    private TemplateParser(IReadOnlyList<TemplateToken> tokens)
    {
        _tokens = new TokenReader(tokens);
        _expressions = new ExpressionParser(_tokens);
    }

    /// <exception cref="ChatTemplateException">The template is not well-formed, or uses what is not supported.</exception>
    public static Block Parse(IReadOnlyList<TemplateToken> tokens)
    {
        var parser = new TemplateParser(tokens);
        var block = parser.ParseUntil();
        if (parser._tokens.Current.Kind != TokenKind.End)
            throw parser._tokens.Error($"'{parser._tokens.Current.Text}' has no beginning");
        return block;
    }

    /// <summary>Reads statements until the template ends or a block with one of the names begins; its name is then the current token.</summary>
    private Block ParseUntil(params ReadOnlySpan<string> ends)
    {
        _tokens.CheckDepth();
        var statements = new List<Statement>();
        while (true)
        {
            var token = _tokens.Take();
            switch (token.Kind)
            {
                case TokenKind.Text:
                    statements.Add(new TextStatement(token.Text, token.Line));
                    break;
                case TokenKind.VariableBegin:
                    statements.Add(new OutputStatement(_expressions.ParseList(), token.Line));
                    _tokens.Expect(TokenKind.VariableEnd);
                    break;
                case TokenKind.BlockBegin:
                    var name = _tokens.Current;
                    if (name.Kind == TokenKind.Name && (ends.Contains(name.Text) || name.Text.StartsWith("end", StringComparison.Ordinal) || name.Text is "else" or "elif"))
                        return ends.Contains(name.Text) ? new Block(statements) : throw _tokens.Error($"'{name.Text}' does not belong here");
                    statements.Add(ParseStatement());
                    break;
                default:
                    if (!ends.IsEmpty)
                        throw _tokens.Error($"'{ends[^1]}' is missing");
                    return new Block(statements);
            }
        }
    }

    private Statement ParseStatement()
    {
        var name = _tokens.Expect(TokenKind.Name);
        return name.Text switch
        {
            "for" => ParseFor(name.Line),
            "if" => ParseIf(name.Line),
            "set" => ParseSet(name.Line),
            "macro" => ParseMacro(name.Line),
            "generation" => ParseGeneration(name.Line),
            "break" => ParseJump(Flow.Break, name),
            "continue" => ParseJump(Flow.Continue, name),
            _ => throw new ChatTemplateException($"the tag '{name.Text}' is not supported", name.Line),
        };
    }

    private ForStatement ParseFor(int line)
    {
        var targets = ParseTargets();
        _tokens.ExpectName("in");
        var items = _expressions.ParseWithoutCondition();
        var condition = _tokens.Skip("if") ? _expressions.Parse() : null;
        EndTag();
        _loops++;
        var body = ParseUntil("else", "endfor");
        _loops--;
        Block? otherwise = null;
        if (_tokens.Take().Text == "else")
        {
            EndTag();
            otherwise = ParseUntil("endfor");
            _tokens.Take();
        }

        EndTag();
        return new ForStatement(targets, items, condition, body, otherwise, line);
    }

    private IfStatement ParseIf(int line)
    {
        var branches = new List<(Expression Test, Block Body)>();
        Block? otherwise = null;
        string end;
        do
        {
            var test = _expressions.Parse();
            EndTag();
            branches.Add((test, ParseUntil("elif", "else", "endif")));
            end = _tokens.Take().Text;
        }
        while (end == "elif");

        if (end == "else")
        {
            EndTag();
            otherwise = ParseUntil("endif");
            _tokens.Take();
        }

        EndTag();
        return new IfStatement(branches, otherwise, line);
    }

    private Statement ParseSet(int line)
    {
        var targets = ParseTargets();
        if (targets.Count == 1 && _tokens.Skip(TokenKind.Operator, "."))
        {
            var attribute = _tokens.Expect(TokenKind.Name).Text;
            _tokens.ExpectOperator("=");
            var value = _expressions.ParseList();
            EndTag();
            return new SetAttributeStatement(targets[0], attribute, value, line);
        }

        if (_tokens.Skip(TokenKind.Operator, "="))
        {
            var value = _expressions.ParseList();
            EndTag();
            return new SetStatement(targets, value, line);
        }

        if (targets.Count > 1)
            throw _tokens.Error("'=' is missing");
        EndTag();
        var body = ParseUntil("endset");
        _tokens.Take();
        EndTag();
        return new CaptureStatement(targets[0], body, line);
    }

    private MacroStatement ParseMacro(int line)
    {
        var name = _tokens.Expect(TokenKind.Name).Text;
        _tokens.ExpectOperator("(");
        var parameters = new List<(string Name, Expression? Default)>();
        while (!_tokens.Skip(TokenKind.Operator, ")"))
        {
            if (parameters.Count > 0)
                _tokens.ExpectOperator(",");
            var parameter = _tokens.Expect(TokenKind.Name).Text;
            parameters.Add((parameter, _tokens.Skip(TokenKind.Operator, "=") ? _expressions.Parse() : null));
        }

        EndTag();
        // A loop around the macro is not a loop around its body.
        var loops = _loops;
        _loops = 0;
        var body = ParseUntil("endmacro");
        _loops = loops;
        _tokens.Take();
        EndTag();
        return new MacroStatement(name, parameters, body, line);
    }

    private GroupStatement ParseGeneration(int line)
    {
        EndTag();
        var body = ParseUntil("endgeneration");
        _tokens.Take();
        EndTag();
        return new GroupStatement(body, line);
    }

    private JumpStatement ParseJump(Flow flow, TemplateToken name)
    {
        if (_loops == 0)
            throw new ChatTemplateException($"'{name.Text}' is not inside a loop", name.Line);
        EndTag();
        return new JumpStatement(flow, name.Line);
    }

    private List<string> ParseTargets()
    {
        var targets = new List<string> { _tokens.Expect(TokenKind.Name).Text };
        while (_tokens.Skip(TokenKind.Operator, ","))
            targets.Add(_tokens.Expect(TokenKind.Name).Text);
        return targets;
    }

    private void EndTag() => _tokens.Expect(TokenKind.BlockEnd);
}
