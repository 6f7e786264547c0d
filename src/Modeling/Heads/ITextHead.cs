using static TorchSharp.torch;

namespace Samantha.Modeling.Heads;

/// <summary>
/// A classifier of texts whose state is sums over what it was taught: teaching it more adds to them, what it knows of one
/// class never wears off while it learns another, and none of its texts is kept.
/// </summary>
/// <remarks>The same batches in the same order make the same bytes.</remarks>
public interface ITextHead : IDisposable
{
    /// <summary>The sums, by name, where they lie: what is copied into them is learned.</summary>
    IReadOnlyList<(string Name, Tensor Tensor)> State { get; }

    /// <summary>Learns some texts.</summary>
    /// <param name="texts">The texts.</param>
    /// <param name="classes">The class of each, from 0.</param>
    void Learn(IReadOnlyList<EncodedText> texts, IReadOnlyList<int> classes);

    /// <inheritdoc cref="Learn(IReadOnlyList{EncodedText}, IReadOnlyList{int})"/>
    void Learn(IReadOnlyList<string> texts, IReadOnlyList<int> classes) => Learn(EncodedText.Of(texts), classes);

    /// <summary>How much speaks for each class: (texts, classes), negative infinity for those of which nothing was learned.</summary>
    Tensor Scores(IReadOnlyList<EncodedText> texts);

    /// <summary>The same, for however many texts: they are encoded a few at a time.</summary>
    Tensor Scores(IReadOnlyList<string> texts)
    {
        const int Chunk = 512;
        using var scope = NewDisposeScope();
        var parts = texts.Chunk(Chunk).DefaultIfEmpty([]).Select(chunk => Scores(EncodedText.Of(chunk))).ToList();
        return cat(parts, 0).MoveToOuterDisposeScope();
    }

    /// <summary>Says that <see cref="State"/> was written from outside.</summary>
    void Restored();
}
