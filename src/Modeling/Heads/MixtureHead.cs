using static TorchSharp.torch;

namespace Samantha.Modeling.Heads;

/// <summary>A weighted sum of other heads' scores: experts of different errors, each taught the same.</summary>
internal sealed class MixtureHead(IReadOnlyList<(ITextHead Head, float Weight)> parts) : ITextHead
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
        return parts.Select(part => part.Head.Scores(texts) * part.Weight).Aggregate((sum, next) => sum + next).MoveToOuterDisposeScope();
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
}
