namespace Samantha.Modeling.Tokenization.PostProcessors;

/// <summary>BERT's frame: <c>[CLS] A [SEP]</c>, or <c>[CLS] A [SEP] B [SEP]</c>.</summary>
internal sealed class BertPostProcessor(int classifierId, int separatorId) : IPostProcessor
{
    public IReadOnlyList<EncodedPiece[]> Process(IReadOnlyList<EncodedPiece[]> sequences, bool addSpecialTokens)
    {
        if (!addSpecialTokens)
            return sequences;
        var output = new List<EncodedPiece[]> { new[] { new EncodedPiece(classifierId, 0, default, Added: true) } };
        for (var i = 0; i < sequences.Count; i++)
        {
            output.Add(sequences[i]);
            output.Add([new EncodedPiece(separatorId, i, default, Added: true)]);
        }

        return output;
    }
}
