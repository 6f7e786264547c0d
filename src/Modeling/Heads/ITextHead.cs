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
    void Learn(IReadOnlyList<string> texts, IReadOnlyList<int> classes);

    /// <summary>How much speaks for each class: (texts, classes), negative infinity for those of which nothing was learned.</summary>
    Tensor Scores(IReadOnlyList<string> texts);

    /// <summary>Says that <see cref="State"/> was written from outside.</summary>
    void Restored();
}
