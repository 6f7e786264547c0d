namespace Samantha.Inference.Sampling;

/// <summary>Memory that one thread's sampling uses over and over, so that a token costs no allocation.</summary>
internal sealed class SamplingScratch
{
    private float[] logits = [];
    private float[] values = [];

    /// <summary>Room for the logits that processors change.</summary>
    public Span<float> Logits(int vocabulary) => Room(ref logits, vocabulary);

    /// <summary>Room for whatever one processor computes.</summary>
    public Span<float> Values(int vocabulary) => Room(ref values, vocabulary);

    private static Span<float> Room(ref float[] buffer, int length)
    {
        if (buffer.Length < length)
            buffer = GC.AllocateUninitializedArray<float>(length);
        return buffer.AsSpan(0, length);
    }
}
