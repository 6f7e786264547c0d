using System.Text;
using Samantha.Modeling.Tokenization.Text;

namespace Samantha.Modeling.Tokenization.Decoders;

/// <summary>
/// Reads tokens as spelled bytes and the bytes as UTF-8. A code point is passed on when its last byte has come;
/// each ill-formed sequence becomes U+FFFD (maximal subparts, Unicode 16, section 3.9.6).
/// </summary>
internal sealed class ByteLevelDecoder : IDecoder
{
    public TokenSink Open(TokenSink next) => new Sink(next);

    private sealed class Sink(TokenSink next) : WholeTokenSink(next)
    {
        private readonly Decoder _utf8 = new UTF8Encoding(false).GetDecoder();

        public override void Complete()
        {
            Decode([], flush: true);
            base.Complete();
        }

        protected override void Decode(string token)
        {
            var bytes = new byte[token.Length];
            for (var i = 0; i < token.Length; i++)
            {
                if (!ByteAlphabet.TryGetByte(token[i], out bytes[i]))
                {
                    // An added token may hold any character: it is then taken as it is.
                    bytes = Encoding.UTF8.GetBytes(token);
                    break;
                }
            }

            Decode(bytes, flush: false);
        }

        private void Decode(byte[] bytes, bool flush)
        {
            var chars = new char[_utf8.GetCharCount(bytes, flush)];
            _utf8.GetChars(bytes, chars, flush);
            Next.Append(new string(chars));
        }
    }
}
