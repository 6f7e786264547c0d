using System.Text;
using Samantha.Modeling.Tokenization;
using Samantha.Training.Data;

namespace Samantha.Training.FineTuning;

/// <summary>A text as tokens, the one that begins a sequence first where the model has such, of which rows are taken.</summary>
internal sealed class PredictedText
{
    private readonly TokenOffset[] offsets;

    // Bytes of the text before each of its code points, which is what offsets count.
    private readonly int[] bytes;

    public PredictedText(HuggingFaceTokenizer tokenizer, string text)
    {
        int[] begin = tokenizer.BeginOfSequenceId is { } id ? [id] : [];
        var encoded = tokenizer.EncodeLiteral(text);
        Ids = [.. begin, .. encoded.Ids];
        offsets = [.. new TokenOffset[begin.Length], .. encoded.Offsets];
        var total = 0;
        bytes = [0, .. text.EnumerateRunes().Select(rune => total += rune.Utf8SequenceLength)];
    }

    public int[] Ids { get; }

    /// <summary>The tokens from one to before another. What stands before the row's second token is never predicted.</summary>
    /// <param name="start">The first token.</param>
    /// <param name="end">The token after the last.</param>
    /// <param name="predicted">Whether a token that begins at a code point is to be learned.</param>
    public TokenExample Row(int start, int end, Func<int, bool> predicted)
    {
        var labels = new long[end - start];
        Array.Fill(labels, TokenBatch.Ignored);
        var (reached, counted) = (offsets[start].End, 0);
        for (var at = start + 1; at < end; at++)
        {
            if (predicted(offsets[at].Start))
            {
                labels[at - start] = Ids[at];
                // Spaces that belong to no token are counted with the one that follows.
                counted += Math.Max(0, bytes[offsets[at].End] - bytes[reached]);
            }

            reached = Math.Max(reached, offsets[at].End);
        }

        return new TokenExample(Ids[start..end], labels, counted);
    }
}
