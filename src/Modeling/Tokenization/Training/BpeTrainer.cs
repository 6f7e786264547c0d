using System.Text;
using Samantha.Modeling.Tokenization.AddedTokens;
using Samantha.Modeling.Tokenization.Serialization;
using Samantha.Modeling.Tokenization.Text;

namespace Samantha.Modeling.Tokenization.Training;

/// <summary>
/// Trains a byte-level byte-pair encoding (Sennrich et al., 2016; Radford et al., 2019). The same texts, in any order,
/// and the same options give the same tokenizer.
/// </summary>
public sealed class BpeTrainer
{
    private readonly BpeTrainerOptions _options;
    private readonly AddedToken[] _specialTokens;

    /// <summary>Creates a trainer.</summary>
    /// <exception cref="ArgumentException">The vocabulary has no room for the special tokens and the 256 bytes, a special token is empty or given twice, the begin-of-sequence token is not one of them, or the minimum frequency is below 1.</exception>
    /// <exception cref="TokenizerFormatException">The split pattern is not a regular expression.</exception>
    public BpeTrainer(BpeTrainerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.VocabularySize < options.SpecialTokens.Count + 256)
            throw new ArgumentException($"The vocabulary needs room for the special tokens and 256 bytes: at least {options.SpecialTokens.Count + 256}.", nameof(options));
        if (options.SpecialTokens.Any(string.IsNullOrEmpty) || options.SpecialTokens.Distinct().Count() != options.SpecialTokens.Count)
            throw new ArgumentException("Special tokens must not be empty, nor given twice.", nameof(options));
        if (options.BeginOfSequenceToken is { } begin && !options.SpecialTokens.Contains(begin))
            throw new ArgumentException("The begin-of-sequence token must be one of the special tokens.", nameof(options));
        if (options.MinimumFrequency < 1)
            throw new ArgumentException("The minimum frequency must be at least 1.", nameof(options));

        _options = options;
        _specialTokens = [.. options.SpecialTokens.Select((content, id) => new AddedToken(id, content) { Special = true })];
    }

    /// <summary>Trains on texts.</summary>
    /// <param name="texts">The texts; read once.</param>
    /// <param name="progress">Is told now and then how far it is, on the calling thread.</param>
    /// <param name="cancellationToken">Stops the training.</param>
    public HuggingFaceTokenizer Train(IEnumerable<string> texts, Action<BpeTrainingProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(texts);
        return Train(texts.Select(text => (text, 1L)), progress, cancellationToken);
    }

    /// <summary>Trains on texts, each as if it occurred a number of times.</summary>
    /// <param name="texts">The texts and their counts; read once.</param>
    /// <param name="progress">Is told now and then how far it is, on the calling thread.</param>
    /// <param name="cancellationToken">Stops the training.</param>
    public HuggingFaceTokenizer Train(IEnumerable<(string Text, long Count)> texts, Action<BpeTrainingProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(texts);
        var vocabulary = new List<string>(_options.SpecialTokens);
        var firstByte = vocabulary.Count;
        foreach (var character in ByteAlphabet.Characters)
            vocabulary.Add(character.ToString());
        var targetMerges = _options.VocabularySize - vocabulary.Count;

        var words = CountWords(texts, targetMerges, progress, cancellationToken, out var textCount);
        // Sorted, so that nothing depends on the order of the texts.
        var merger = new PairMerger([.. words
            .OrderBy(word => word.Key, StringComparer.Ordinal)
            .Select(word => (Array.ConvertAll(Encoding.UTF8.GetBytes(word.Key), value => firstByte + value), word.Value))]);

        var merges = new List<(string Left, string Right)>(targetMerges);
        var spellings = new HashSet<string>(vocabulary, StringComparer.Ordinal);
        while (merges.Count < targetMerges && merger.TakeBest() is { } best && best.Count >= _options.MinimumFrequency)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var (left, right) = (vocabulary[best.Pair.Left], vocabulary[best.Pair.Right]);
            // Two merges may spell the same token; the vocabulary can hold it once, and a special token not at all.
            if (!spellings.Add(left + right))
                continue;
            merger.Merge(best.Pair, vocabulary.Count);
            vocabulary.Add(left + right);
            merges.Add((left, right));
            if (merges.Count % 256 == 0)
                progress?.Invoke(new BpeTrainingProgress(textCount, words.Count, merges.Count, targetMerges));
        }

        progress?.Invoke(new BpeTrainingProgress(textCount, words.Count, merges.Count, targetMerges));

        var json = TokenizerJsonWriter.WriteByteLevelBpe(vocabulary, merges, _specialTokens, _options);
        return HuggingFaceTokenizer.Parse(json, new TokenizerConfiguration { BeginOfSequenceToken = _options.BeginOfSequenceToken });
    }

    private IReadOnlyDictionary<string, long> CountWords(
        IEnumerable<(string Text, long Count)> texts,
        int targetMerges,
        Action<BpeTrainingProgress>? progress,
        CancellationToken cancellationToken,
        out long textCount)
    {
        var counter = new WordCounter(_options.SplitPattern, _specialTokens);
        textCount = 0;
        foreach (var (text, count) in texts)
        {
            cancellationToken.ThrowIfCancellationRequested();
            counter.Add(text, count);
            if (++textCount % 4096 == 0)
                progress?.Invoke(new BpeTrainingProgress(textCount, counter.Counts.Count, 0, targetMerges));
        }

        return counter.Counts;
    }
}
