using Samantha.Modeling.Encoders;
using Samantha.Modeling.Tokenization;
using Samantha.Training.Data;

namespace Samantha.Training.FineTuning;

/// <summary>
/// Reads what a classifier is fine-tuned on: texts, <c>{"text":"…","label":"…"}</c>, or words,
/// <c>{"tokens":["…",…],"labels":["…",…]}</c>, of which each word's first token carries the label.
/// </summary>
/// <param name="tokenizer">The model's tokenizer.</param>
/// <param name="limit">How long a text may be.</param>
internal sealed class ClassReader(HuggingFaceTokenizer tokenizer, RowLimit limit)
{
    /// <summary>What the lines of some files are for, by the first of them.</summary>
    /// <exception cref="TrainingDataException">There is none.</exception>
    public static EncoderHead Head(IReadOnlyList<string> paths)
    {
        foreach (var line in JsonLine.Read(paths))
            return line.Has("tokens") ? EncoderHead.Token : EncoderHead.Sequence;
        throw new TrainingDataException($"{string.Join(", ", paths)}: there is nothing to learn from. Write a text with its label, or words with theirs, on each line.");
    }

    /// <summary>The labels that occur, in the order of their names.</summary>
    public static IReadOnlyList<string> Labels(IReadOnlyList<string> paths, EncoderHead head)
    {
        var labels = JsonLine.Read(paths).SelectMany(line => Names(line, head)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        return labels.Count > 1
            ? labels
            : throw new TrainingDataException($"{string.Join(", ", paths)}: there is one label only, and so nothing to tell apart.");
    }

    /// <summary>The rows of some files.</summary>
    /// <exception cref="TrainingDataException">A file is missing, malformed or empty, or has a label that is none of these.</exception>
    public IReadOnlyList<TokenExample> Read(IReadOnlyList<string> paths, EncoderHead head, IReadOnlyList<string> labels)
    {
        var numbers = labels.Index().ToDictionary(item => item.Item, item => (long)item.Index, StringComparer.Ordinal);
        return [.. JsonLine.Read(paths).Select(line =>
        {
            var classes = Names(line, head).Select(name => numbers.TryGetValue(name, out var number)
                ? number
                : throw line.Fault($"has the label {name}, which the training data lacks. Add examples of it there, or leave the line out.")).ToList();
            return head == EncoderHead.Token ? Words(line, classes) : Text(line, classes[0]);
        })];
    }

    private static IReadOnlyList<string> Names(JsonLine line, EncoderHead head) => head == EncoderHead.Token ? line.Texts("labels") : [line.Text("label")];

    private TokenExample Text(JsonLine line, long label)
    {
        var (ids, _) = Kept(line, tokenizer.EncodeLiteral(line.Text("text"), addSpecialTokens: true));
        var labels = new long[ids.Length];
        Array.Fill(labels, TokenBatch.Ignored);
        labels[0] = label;
        return new TokenExample(ids, labels);
    }

    private TokenExample Words(JsonLine line, List<long> classes)
    {
        var words = line.Texts("tokens");
        if (words.Count != classes.Count)
            throw line.Fault($"has {words.Count} words and {classes.Count} labels. Give each word one.");
        var encoded = tokenizer.EncodeLiteral(string.Join(' ', words), addSpecialTokens: true);
        var (ids, own) = Kept(line, encoded);
        var labels = new long[ids.Length];
        Array.Fill(labels, TokenBatch.Ignored);
        var (word, start, labelled) = (0, 0, -1);
        for (var at = 0; at < own; at++)
        {
            if (encoded.SpecialTokensMask[at])
                continue;
            // A byte-level token begins at the space before its word; what counts is where it ends.
            while (word < words.Count && encoded.Offsets[at].End > start + words[word].EnumerateRunes().Count())
                start += words[word++].EnumerateRunes().Count() + 1;
            if (word == words.Count || word == labelled || encoded.Offsets[at].End <= start)
                continue;
            labels[at] = classes[word];
            labelled = word;
        }

        return labelled >= 0 ? new TokenExample(ids, labels) : throw line.Fault("has no word that the tokenizer knows how to spell.");
    }

    // A text that is cut keeps what the tokenizer puts at its end; before that stand its own tokens.
    private (int[] Ids, int Own) Kept(JsonLine line, EncodedText encoded)
    {
        var closing = encoded.SpecialTokensMask.Reverse().TakeWhile(added => added).Count();
        var own = limit.Keep(line, encoded.Length) - closing;
        return ([.. encoded.Ids[..own], .. encoded.Ids[^closing..]], own);
    }
}
