using System.Text;
using Samantha.Modeling.Tokenization.Models;

namespace Samantha.Modeling.Tokenization.Decoders;

/// <summary>
/// Reads each run of byte tokens (<c>&lt;0x0A&gt;</c>) as UTF-8; if the run is not, each of its bytes becomes U+FFFD.
/// A run is kept back until it ends, since its last byte decides over all of it.
/// </summary>
internal sealed class ByteFallbackDecoder : IDecoder
{
    public TokenSink Open(TokenSink next) => new Sink(next);

    private sealed class Sink(TokenSink next) : WholeTokenSink(next)
    {
        private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

        private readonly List<byte> _run = [];

        public override void Complete()
        {
            EndRun();
            base.Complete();
        }

        protected override void Decode(string token)
        {
            if (ByteTokens.TryParse(token, out var value))
            {
                _run.Add(value);
                return;
            }

            EndRun();
            Emit(token);
        }

        private void EndRun()
        {
            if (_run.Count == 0)
                return;
            try
            {
                Emit(Strict.GetString([.. _run]));
            }
            catch (DecoderFallbackException)
            {
                foreach (var _ in _run)
                    Emit("\uFFFD");
            }

            _run.Clear();
        }
    }
}
