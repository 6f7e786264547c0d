using System.Runtime.CompilerServices;

namespace Samantha.Modeling.Tokenization.ChatTemplates;

/// <summary>Hands the tokens of a template to its parsers one by one.</summary>
internal sealed class TokenReader(IReadOnlyList<TemplateToken> tokens)
{
    private int _next;

    public TemplateToken Current => tokens[_next];

    public TemplateToken Take() => _next + 1 < tokens.Count ? tokens[_next++] : tokens[_next];

    public bool Skip(TokenKind kind, string text)
    {
        if (!Current.Is(kind, text))
            return false;
        Take();
        return true;
    }

    public bool Skip(string name) => Skip(TokenKind.Name, name);

    public TemplateToken Expect(TokenKind kind) => Current.Kind == kind ? Take() : throw Error($"{Describe(kind)} is expected, not {Describe(Current)}");

    public void ExpectOperator(string symbol)
    {
        if (!Skip(TokenKind.Operator, symbol))
            throw Error($"'{symbol}' is expected, not {Describe(Current)}");
    }

    public void ExpectName(string name)
    {
        if (!Skip(name))
            throw Error($"'{name}' is expected, not {Describe(Current)}");
    }

    /// <summary>Whether the token after the current one is this operator.</summary>
    public bool FollowedBy(string symbol) => _next + 1 < tokens.Count && tokens[_next + 1].Is(TokenKind.Operator, symbol);

    /// <summary>Refuses a template that is nested deeper than the stack is.</summary>
    public void CheckDepth()
    {
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
            throw Error("the template is nested too deep");
    }

    public ChatTemplateException Error(string reason) => new(reason, Current.Line);

    public static string Describe(TemplateToken token) => token.Kind switch
    {
        TokenKind.Name or TokenKind.Operator or TokenKind.Integer or TokenKind.Float => $"'{token.Text}'",
        _ => Describe(token.Kind),
    };

    private static string Describe(TokenKind kind) => kind switch
    {
        TokenKind.VariableEnd => "'}}'",
        TokenKind.BlockEnd => "'%}'",
        TokenKind.End => "the end of the template",
        TokenKind.Name => "a name",
        TokenKind.String => "a string",
        TokenKind.Integer or TokenKind.Float => "a number",
        _ => "text",
    };
}
