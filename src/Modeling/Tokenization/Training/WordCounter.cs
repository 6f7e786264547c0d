using System.Runtime.InteropServices;
using Samantha.Modeling.Tokenization.AddedTokens;
using Samantha.Modeling.Tokenization.Text;

namespace Samantha.Modeling.Tokenization.Training;

/// <summary>Counts the words of texts, special tokens left out.</summary>
internal sealed class WordCounter(string splitPattern, IEnumerable<AddedToken> specialTokens)
{
    private readonly UnicodeRegex _pattern = new(splitPattern);
    private readonly AddedTokenFinder _specialTokens = new(specialTokens.Select(token => (token.Content, token)));
    private readonly Dictionary<string, long> _counts = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, long> Counts => _counts;

    public void Add(string text, long count)
    {
        var parts = new List<TextPart>();
        _specialTokens.Split(new AlignedText(WellFormedText.From(text)), parts);
        foreach (var part in parts.Where(part => part.Token is null).Select(part => part.Text.Text))
        {
            var position = 0;
            foreach (var (start, end) in _pattern.Matches(part))
            {
                AddWord(part.AsSpan(position, start - position), count);
                AddWord(part.AsSpan(start, end - start), count);
                position = end;
            }

            AddWord(part.AsSpan(position), count);
        }
    }

    private void AddWord(ReadOnlySpan<char> word, long count)
    {
        if (word.Length > 0)
            CollectionsMarshal.GetValueRefOrAddDefault(_counts.GetAlternateLookup<ReadOnlySpan<char>>(), word, out _) += count;
    }
}
