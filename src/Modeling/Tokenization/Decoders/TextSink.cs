using System.Text;

namespace Samantha.Modeling.Tokenization.Decoders;

/// <summary>The end of the line: joins all tokens to a text.</summary>
internal sealed class TextSink : TokenSink
{
    private readonly StringBuilder _text = new();

    /// <summary>Returns the text that has come in since the last call.</summary>
    public string Take()
    {
        var text = _text.ToString();
        _text.Clear();
        return text;
    }

    public override void Append(string fragment) => _text.Append(fragment);

    public override void EndToken()
    {
    }

    public override void Complete()
    {
    }
}
