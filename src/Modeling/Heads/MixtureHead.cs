using static TorchSharp.torch;

namespace Samantha.Modeling.Heads;

/// <summary>
/// A weighted sum of other heads' scores: experts of different errors, each taught the same. Of logarithms it is the
/// logarithmic opinion pool (Genest and Zidek 1986): a class that one of the experts thinks impossible does not win by another.
/// </summary>
internal sealed class MixtureHead(IReadOnlyList<(ITextHead Head, WeightedHead Part)> parts) : ITextHead
{
    public IReadOnlyList<(string Name, Tensor Tensor)> State =>
        [.. parts.Index().SelectMany(part => part.Item.Head.State.Select(state => ($"{part.Index}.{state.Name}", state.Tensor)))];

    public void Learn(IReadOnlyList<EncodedText> texts, IReadOnlyList<int> classes)
    {
        foreach (var (head, _) in parts)
            head.Learn(texts, classes);
    }

    public Tensor Scores(IReadOnlyList<EncodedText> texts)
    {
        using var ungraded = no_grad();
        using var scope = NewDisposeScope();
        return parts.Select(part => Opinion(part.Head.Scores(texts), part.Part)).Aggregate((sum, next) => sum + next).MoveToOuterDisposeScope();
    }

    public void Restored()
    {
        foreach (var (head, _) in parts)
            head.Restored();
    }

    public void Dispose()
    {
        foreach (var (head, _) in parts)
            head.Dispose();
    }

    // Least squares on indicators estimates the classes' shares, and may fall below 0.
    private static Tensor Opinion(Tensor scores, WeightedHead part) => part.Weight * (part.Floor is { } floor
        ? (scores.clamp_min(0) + floor).log().masked_fill(scores.eq(float.NegativeInfinity), double.NegativeInfinity)
        : scores);
}
