using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace Samantha.Modeling.Heads;

/// <summary>
/// A random projection of a text's n-grams that needs no memory: each n-gram goes to four places of a row with random signs,
/// all of it told by its hash (sparse Johnson-Lindenstrauss; Kane and Nelson 2014). An n-gram that occurs c times weighs
/// 1 + ln c, and each view's part has length 1/√views, so that products of rows approximate those of the n-grams' own vectors.
/// </summary>
/// <param name="views">Which n-grams.</param>
/// <param name="width">The length of a row.</param>
/// <param name="seed">Chooses the projection.</param>
internal sealed class SparseProjection(IReadOnlyList<NgramView> views, int width, int seed)
{
    private const int Places = 4;
    private const float Share = 0.5f; // 1/√Places

    /// <summary>(texts, width), float32 on the CPU.</summary>
    public Tensor Project(IReadOnlyList<string> texts)
    {
        var rows = zeros(texts.Count, width);
        var values = MemoryMarshal.Cast<byte, float>(rows.bytes);
        foreach (var (i, text) in texts.Index())
        {
            foreach (var view in views)
                Add(view.Count(text), values.Slice(i * width, width));
        }

        return rows;
    }

    private void Add(IReadOnlyList<(ulong Hash, int Count)> ngrams, Span<float> row)
    {
        var length = 0f;
        foreach (var (_, count) in ngrams)
            length += Weight(count) * Weight(count);
        var scale = Share / MathF.Sqrt(length * views.Count);
        foreach (var (hash, count) in ngrams)
        {
            var place = NgramView.Mix(hash ^ ((ulong)(seed + 1) * 0x9E37_79B9_7F4A_7C15UL));
            for (var i = 0; i < Places; i++)
            {
                place = NgramView.Mix(place + 1);
                row[(int)((place >> 1) % (ulong)width)] += (place & 1) == 0 ? Weight(count) * scale : -Weight(count) * scale;
            }
        }
    }

    private static float Weight(int count) => 1 + MathF.Log(count);
}
