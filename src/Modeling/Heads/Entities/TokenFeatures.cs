namespace Samantha.Modeling.Heads.Entities;

/// <summary>
/// What is seen of a token when its tag is chosen, as places in a table of weights (feature hashing): itself and its
/// neighbours, their shapes, its beginnings and endings.
/// </summary>
internal static class TokenFeatures
{
    private const int LongestAffix = 4;
    private const ulong Basis = 14695981039346656037UL;
    private const ulong Prime = 1099511628211UL;

    // What stands before the first token and after the last.
    private const string Outside = "\u0001";

    /// <summary>The places of each token of a sentence.</summary>
    /// <param name="tokens">The sentence.</param>
    /// <param name="buckets">The size of the table.</param>
    public static int[][] Of(IReadOnlyList<string> tokens, int buckets)
    {
        var words = tokens.Select(token => token.ToLowerInvariant()).ToArray();
        var shapes = tokens.Select(Shape).ToArray();
        return [.. Enumerable.Range(0, tokens.Count).Select(i => Of(tokens[i], words, shapes, i, buckets))];
    }

    /// <summary>Letters as A and a, digits as 0, each kind at most twice in a row: "iPhone6s" is "aAaa0a".</summary>
    public static string Shape(string token)
    {
        Span<char> shape = stackalloc char[token.Length];
        var length = 0;
        foreach (var unit in token)
        {
            var kind = char.IsUpper(unit) ? 'A' : char.IsLetter(unit) ? 'a' : char.IsDigit(unit) ? '0' : unit;
            if (length < 2 || shape[length - 1] != kind || shape[length - 2] != kind)
                shape[length++] = kind;
        }

        return shape[..length].ToString();
    }

    private static int[] Of(string token, string[] words, string[] shapes, int i, int buckets)
    {
        string Word(int offset) => i + offset >= 0 && i + offset < words.Length ? words[i + offset] : Outside;
        string ShapeAt(int offset) => i + offset >= 0 && i + offset < shapes.Length ? shapes[i + offset] : Outside;
        List<int> places = [];
        void Add(int kind, string first, string second = "") => places.Add(Place(kind, first, second, buckets));

        Add(0, "");
        for (var offset = -2; offset <= 2; offset++)
        {
            Add(10 + offset, Word(offset));
            Add(20 + offset, ShapeAt(offset));
        }

        Add(1, token);
        Add(2, Word(-1), Word(0));
        Add(3, Word(0), Word(1));
        Add(4, ShapeAt(-1), ShapeAt(0));
        Add(5, ShapeAt(0), ShapeAt(1));
        Add(6, Word(-1), ShapeAt(0));
        Add(7, ShapeAt(0), Word(1));
        Add(8, i == 0 ? "first" : "later", ShapeAt(0));
        for (var length = 1; length <= Math.Min(LongestAffix, token.Length); length++)
        {
            Add(30 + length, words[i][..Math.Min(length, words[i].Length)]);
            Add(40 + length, words[i][^Math.Min(length, words[i].Length)..]);
        }

        return [.. places];
    }

    private static int Place(int kind, string first, string second, int buckets)
    {
        var hash = (Basis ^ (ulong)kind) * Prime;
        foreach (var unit in first)
            hash = (hash ^ unit) * Prime;
        hash = (hash ^ '\0') * Prime;
        foreach (var unit in second)
            hash = (hash ^ unit) * Prime;
        return (int)(NgramView.Mix(hash) % (ulong)buckets);
    }
}
