using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace Samantha.Modeling.Emotions;

/// <summary>
/// Turns a text's n-grams into a vector: (1 + ln count) · idf, the words' part and the characters' part each of length 1.
/// </summary>
internal sealed class NgramVocabulary
{
    private readonly Dictionary<uint, int> indices;
    private readonly int words;

    /// <param name="fingerprints">The n-grams that count, ascending.</param>
    /// <param name="inverseDocumentFrequencies">How much each tells, above 0.</param>
    public NgramVocabulary(uint[] fingerprints, float[] inverseDocumentFrequencies)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(inverseDocumentFrequencies.Length, fingerprints.Length);
        Fingerprints = fingerprints;
        InverseDocumentFrequencies = inverseDocumentFrequencies;
        indices = new Dictionary<uint, int>(fingerprints.Length);
        for (var i = 0; i < fingerprints.Length; i++)
        {
            if (i > 0 && fingerprints[i] <= fingerprints[i - 1])
                throw new ArgumentException("The fingerprints do not ascend.", nameof(fingerprints));
            indices.Add(fingerprints[i], i);
            if (fingerprints[i] < NgramExtractor.FirstOfCharacters)
                words = i + 1;
        }
    }

    public uint[] Fingerprints { get; }

    public float[] InverseDocumentFrequencies { get; }

    public int Count => Fingerprints.Length;

    public SparseVector Vectorize(IReadOnlyList<EmotionToken> tokens)
    {
        var found = new List<int>();
        foreach (var fingerprint in NgramExtractor.Extract(tokens))
        {
            if (indices.TryGetValue(fingerprint, out var index))
                found.Add(index);
        }

        var sorted = CollectionsMarshal.AsSpan(found);
        sorted.Sort();
        var elements = new List<int>(found.Count);
        var values = new List<float>(found.Count);
        for (var i = 0; i < sorted.Length;)
        {
            var index = sorted[i];
            var count = 0;
            for (; i < sorted.Length && sorted[i] == index; i++)
                count++;
            elements.Add(index);
            values.Add((1 + MathF.Log(count)) * InverseDocumentFrequencies[index]);
        }

        int[] at = [.. elements];
        float[] vector = [.. values];
        var border = at.AsSpan().BinarySearch(words) is var place && place < 0 ? ~place : place;
        Normalize(vector.AsSpan(..border));
        Normalize(vector.AsSpan(border..));
        return new SparseVector(at, vector);
    }

    private static void Normalize(Span<float> part)
    {
        var length = TensorPrimitives.Norm<float>(part);
        if (length > 0)
            TensorPrimitives.Divide(part, length, part);
    }
}
