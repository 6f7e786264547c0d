namespace Samantha.Modeling.Tokenization.PostProcessors;

/// <summary>A place in a template: one of the texts (0 or 1), or tokens to add.</summary>
internal sealed record TemplatePiece(int TypeId, int? Sequence, int[] Ids);

/// <summary>Puts the texts and special tokens in the order of a template.</summary>
internal sealed class TemplatePostProcessor(IReadOnlyList<TemplatePiece> single, IReadOnlyList<TemplatePiece> pair) : IPostProcessor
{
    public IReadOnlyList<EncodedPiece[]> Process(IReadOnlyList<EncodedPiece[]> sequences, bool addSpecialTokens)
    {
        var output = new List<EncodedPiece[]>();
        foreach (var (typeId, sequence, ids) in sequences.Count == 1 ? single : pair)
        {
            if (sequence is { } index)
                output.Add(Array.ConvertAll(sequences[index], piece => piece with { TypeId = typeId }));
            else if (addSpecialTokens)
                output.Add(Array.ConvertAll(ids, id => new EncodedPiece(id, typeId, default, Added: true)));
        }

        return output;
    }
}
