namespace Samantha.Modeling.Tokenization.Decoders;

/// <summary>Drops up to <paramref name="start"/> of a character where a token begins, and up to <paramref name="stop"/> where it ends.</summary>
internal sealed class StripDecoder(char character, int start, int stop) : IDecoder
{
    public TokenSink Open(TokenSink next) => new Sink(character, start, stop, next);

    private sealed class Sink : TokenSink
    {
        private readonly char _character;
        private readonly int _start;
        private readonly int _stop;
        private readonly TokenSink _next;
        private int _toDrop;

        // Characters that are dropped if the token ends here, and passed on if it does not.
        private int _held;

        public Sink(char character, int start, int stop, TokenSink next)
        {
            _character = character;
            _start = start;
            _stop = stop;
            _next = next;
            _toDrop = start;
        }

        public override void Append(string fragment)
        {
            var begin = 0;
            while (_toDrop > 0 && begin < fragment.Length && fragment[begin] == _character)
            {
                begin++;
                _toDrop--;
            }

            if (begin == fragment.Length)
                return;
            _toDrop = 0;
            var text = new string(_character, _held) + fragment[begin..];
            _held = 0;
            while (_held < _stop && _held < text.Length && text[^(_held + 1)] == _character)
                _held++;
            _next.Append(text[..^_held]);
        }

        public override void EndToken()
        {
            _next.EndToken();
            _toDrop = _start;
            _held = 0;
        }

        public override void Complete() => _next.Complete();
    }
}
