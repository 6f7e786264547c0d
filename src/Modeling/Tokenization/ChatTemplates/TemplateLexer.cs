using System.Text;

namespace Samantha.Modeling.Tokenization.ChatTemplates;

/// <summary>
/// Cuts a template into text and the tokens of its tags, white space control done: <c>-</c> strips up to a tag or after it;
/// otherwise the blanks before a block or comment that begins its line go (<c>lstrip_blocks</c>), and the line break after it (<c>trim_blocks</c>).
/// </summary>
internal sealed class TemplateLexer
{
    // The longest first.
    private static readonly string[] Operators =
        ["//", "**", "==", "!=", ">=", "<=", "+", "-", "/", "*", "%", "~", "[", "]", "(", ")", "{", "}", ">", "<", "=", ".", ":", "|", ","];

    private readonly string _source;
    private readonly List<TemplateToken> _tokens = [];
    private int _position;
    private int _line = 1;
    private int _lineCountedTo;

    private TemplateLexer(string source) => _source = source;

    /// <exception cref="ChatTemplateException">A tag or string has no end, or a character belongs to no token.</exception>
    public static List<TemplateToken> Lex(string source)
    {
        source = source.ReplaceLineEndings("\n");
        if (source.EndsWith('\n'))
            source = source[..^1];
        var lexer = new TemplateLexer(source);
        while (lexer._position < source.Length)
            lexer.LexTextAndTag();
        lexer.Add(TokenKind.End, "");
        return lexer._tokens;
    }

    private int Line
    {
        get
        {
            _line += _source.AsSpan(_lineCountedTo, Math.Max(0, _position - _lineCountedTo)).Count('\n');
            _lineCountedTo = Math.Max(_lineCountedTo, _position);
            return _line;
        }
    }

    private char Current => _position < _source.Length ? _source[_position] : '\0';

    private void LexTextAndTag()
    {
        var begin = _source.IndexOf('{', _position);
        while (begin >= 0 && (begin + 1 == _source.Length || _source[begin + 1] is not ('{' or '%' or '#')))
            begin = _source.IndexOf('{', begin + 1);
        if (begin < 0)
        {
            AddText(_source[_position..]);
            _position = _source.Length;
            return;
        }

        var kind = _source[begin + 1];
        var control = begin + 2 < _source.Length && _source[begin + 2] is '-' or '+' ? _source[begin + 2] : ' ';
        AddText(TextBefore(begin, kind, control));
        _position = begin + (control is ' ' ? 2 : 3);
        if (kind == '#')
            SkipComment();
        else
            LexTag(kind == '{');
    }

    private string TextBefore(int begin, char kind, char control)
    {
        var text = _source[_position..begin];
        if (control == '-')
            return text.TrimEnd();
        if (control == '+' || kind == '{')
            return text;
        var lineStart = text.LastIndexOf('\n') + 1;
        var beginsLine = lineStart > 0 || _position == 0 || _source[_position - 1] == '\n';
        return beginsLine && string.IsNullOrWhiteSpace(text[lineStart..]) ? text[..lineStart] : text;
    }

    private void SkipComment()
    {
        var end = _source.IndexOf("#}", _position, StringComparison.Ordinal);
        if (end < 0)
            throw Error("the comment has no end ('#}')");
        var control = _source[end - 1] is '-' or '+' && end > _position ? _source[end - 1] : ' ';
        _position = end + 2;
        SkipAfterTag(control, isVariable: false);
    }

    private void LexTag(bool isVariable)
    {
        var end = isVariable ? "}}" : "%}";
        Add(isVariable ? TokenKind.VariableBegin : TokenKind.BlockBegin, "");
        // Inside brackets "}}" may close two dictionaries.
        var open = new Stack<char>();
        while (true)
        {
            while (char.IsWhiteSpace(Current))
                _position++;
            if (_position >= _source.Length)
                throw Error($"the tag has no end ('{end}')");

            if (open.Count == 0)
            {
                var control = Current is '-' or '+' ? Current : ' ';
                var at = control == ' ' ? _position : _position + 1;
                if (string.CompareOrdinal(_source, at, end, 0, 2) == 0)
                {
                    Add(isVariable ? TokenKind.VariableEnd : TokenKind.BlockEnd, "");
                    _position = at + 2;
                    SkipAfterTag(control, isVariable);
                    return;
                }
            }

            LexExpressionToken(open);
        }
    }

    private void SkipAfterTag(char control, bool isVariable)
    {
        if (control == '-')
        {
            while (char.IsWhiteSpace(Current))
                _position++;
        }
        else if (control != '+' && !isVariable && Current == '\n')
        {
            _position++;
        }
    }

    private void LexExpressionToken(Stack<char> open)
    {
        if (Current is '\'' or '"')
            LexString();
        else if (char.IsAsciiDigit(Current))
            LexNumber();
        else if (char.IsLetter(Current) || Current == '_')
            AddWhile(TokenKind.Name, c => char.IsLetterOrDigit(c) || c == '_');
        else
            LexOperator(open);
    }

    private void LexOperator(Stack<char> open)
    {
        var symbol = Array.Find(Operators, symbol => string.CompareOrdinal(_source, _position, symbol, 0, symbol.Length) == 0)
            ?? throw Error($"'{Current}' is not expected here");
        if (symbol is "(" or "[" or "{")
            open.Push(symbol[0]);
        if (symbol is ")" or "]" or "}" && (open.Count == 0 || (open.Pop(), symbol[0]) is not (('(', ')') or ('[', ']') or ('{', '}'))))
            throw Error($"'{symbol}' closes nothing");
        Add(TokenKind.Operator, symbol);
        _position += symbol.Length;
    }

    private void LexNumber()
    {
        var start = _position;
        while (char.IsAsciiDigit(Current) || Current == '_')
            _position++;
        var isFloat = Current == '.' && _position + 1 < _source.Length && char.IsAsciiDigit(_source[_position + 1]);
        if (isFloat)
        {
            _position++;
            while (char.IsAsciiDigit(Current))
                _position++;
        }

        Add(isFloat ? TokenKind.Float : TokenKind.Integer, _source[start.._position].Replace("_", "", StringComparison.Ordinal));
    }

    private void LexString()
    {
        var quote = Current;
        var text = new StringBuilder();
        for (_position++; Current != quote;)
        {
            if (_position >= _source.Length)
                throw Error($"the string has no end ({quote})");
            if (Current == '\\')
                LexEscape(text);
            else
                text.Append(_source[_position++]);
        }

        _position++;
        Add(TokenKind.String, text.ToString());
    }

    private void LexEscape(StringBuilder text)
    {
        _position++;
        var escape = Current;
        _position++;
        switch (escape)
        {
            case 'n': text.Append('\n'); break;
            case 't': text.Append('\t'); break;
            case 'r': text.Append('\r'); break;
            case 'b': text.Append('\b'); break;
            case 'f': text.Append('\f'); break;
            case 'v': text.Append('\v'); break;
            case 'a': text.Append('\a'); break;
            case '\\' or '\'' or '"': text.Append(escape); break;
            case '\n': break;
            case 'x': text.Append(LexCodePoint(2)); break;
            case 'u': text.Append(LexCodePoint(4)); break;
            case 'U': text.Append(LexCodePoint(8)); break;
            default: text.Append('\\').Append(escape); break;
        }
    }

    private Rune LexCodePoint(int digits)
    {
        if (_position + digits > _source.Length
            || !int.TryParse(_source.AsSpan(_position, digits), System.Globalization.NumberStyles.AllowHexSpecifier, null, out var value)
            || !Rune.IsValid(value))
            throw Error("the escape in the string names no code point");
        _position += digits;
        return new Rune(value);
    }

    private void AddWhile(TokenKind kind, Func<char, bool> belongs)
    {
        var start = _position;
        while (_position < _source.Length && belongs(Current))
            _position++;
        Add(kind, _source[start.._position]);
    }

    private void AddText(string text)
    {
        if (text.Length > 0)
            Add(TokenKind.Text, text);
    }

    private void Add(TokenKind kind, string text) => _tokens.Add(new TemplateToken(kind, text, Line));

    private ChatTemplateException Error(string reason) => new(reason, Line);
}
