using System.Text;

namespace Samantha.Modeling.Tokenization.Decoders;

/// <summary>A sink that looks at whole tokens only.</summary>
internal abstract class WholeTokenSink(TokenSink next) : TokenSink
{
    private readonly StringBuilder _token = new();

    protected TokenSink Next { get; } = next;

    public sealed override void Append(string fragment) => _token.Append(fragment);

    public sealed override void EndToken()
    {
        Decode(_token.ToString());
        _token.Clear();
    }

    public override void Complete()
    {
        if (_token.Length > 0)
            EndToken();
        Next.Complete();
    }

    protected abstract void Decode(string token);

    protected void Emit(string token)
    {
        Next.Append(token);
        Next.EndToken();
    }
}
