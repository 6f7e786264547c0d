using Samantha.Modeling;
using Samantha.Modeling.Tokenization;
using Samantha.Training.Data;

namespace Samantha.Training.Continual.Language;

/// <summary>One domain of the stream.</summary>
/// <param name="Name">Its name in the data set.</param>
/// <param name="Training">Rows to learn from.</param>
/// <param name="Measured">Rows of another split to measure on; replay never sees them.</param>
public sealed record LanguageDomain(string Name, IReadOnlyList<TokenExample> Training, IReadOnlyList<TokenExample> Measured);

/// <summary>The service dialogues as a stream of domains: dialogues that call one service only, cut into rows of tokens.</summary>
public static class LanguageStream
{
    /// <summary>Reads the domains in their order.</summary>
    /// <param name="dataSets">The data sets' root.</param>
    /// <param name="tokenizer">The starting model's tokenizer.</param>
    /// <param name="options">Which domains, and how much of each.</param>
    /// <param name="measured">The split to measure on: dev to choose settings, test to report.</param>
    /// <exception cref="TrainingDataException">The dialogues are missing, malformed or have none of a domain.</exception>
    public static IReadOnlyList<LanguageDomain> Read(string dataSets, HuggingFaceTokenizer tokenizer, LanguageStreamOptions options, DataSplit measured)
    {
        var training = Rows(dataSets, tokenizer, options, DataSplit.Train, options.TrainingRows);
        var heldOut = Rows(dataSets, tokenizer, options, measured, options.MeasuredRows);
        return [.. options.Domains.Select((name, i) => training[i].Count > 0 && heldOut[i].Count > 0
            ? new LanguageDomain(name, training[i], heldOut[i])
            : throw new TrainingDataException($"The domain {name} has no dialogues of its own in {DataSplit.Train} and {measured}."))];
    }

    // Which dialogues are taken is a matter of chance, the same for every run: the files have the services one after another.
    private static List<TokenExample>[] Rows(string dataSets, HuggingFaceTokenizer tokenizer, LanguageStreamOptions options, DataSplit split, int most)
    {
        var dialogues = SchemaGuidedCorpus.ReadWithServices(dataSets, split)
            .Where(dialogue => dialogue.Services.Count == 1)
            .ToLookup(dialogue => dialogue.Domains.Single(), dialogue => DialogueFormat.Dialogue(dialogue.Turns));
        return [.. options.Domains.Select((name, i) =>
        {
            var texts = dialogues[name].ToList();
            new SplitMix64((long)split, i).Shuffle(texts);
            return texts.SelectMany(text => Cut(tokenizer, text, options.RowLength)).Take(most).ToList();
        })];
    }

    // Every token of the dialogue is predicted once, given those before it in its row.
    private static IEnumerable<TokenExample> Cut(HuggingFaceTokenizer tokenizer, string text, int length)
    {
        int[] ids = [tokenizer.BeginOfSequenceId!.Value, .. tokenizer.EncodeLiteral(text).Ids];
        for (var start = 0; start < ids.Length - 1; start += length - 1)
        {
            var row = ids[start..Math.Min(ids.Length, start + length)];
            yield return new TokenExample(row, [TokenBatch.Ignored, .. row[1..].Select(id => (long)id)]);
        }
    }
}
