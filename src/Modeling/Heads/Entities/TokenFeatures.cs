namespace Samantha.Modeling.Heads.Entities;

/// <summary>
/// What is seen of a token when its tag is chosen, as places in a table of weights (feature hashing): itself and its
/// neighbours, their shapes and kinds, its beginnings and endings, and what is known of the words.
/// </summary>
/// <param name="words">What is known of words.</param>
/// <param name="buckets">The size of the table.</param>
internal sealed class TokenFeatures(WordKnowledge words, int buckets)
{
    private const int Reach = 2;
    private const int LongestAffix = 4;
    private const ulong Basis = 14695981039346656037UL;
    private const ulong Prime = 1099511628211UL;

    // What stands before the first token and after the last.
    private const string Outside = "\u0001";

    /// <summary>The places of each token of a sentence.</summary>
    public int[][] Of(IReadOnlyList<string> tokens)
    {
        string[] kinds = [.. tokens.Select(TokenShape.Kind)];
        string[] forms = [.. tokens.Zip(kinds, TokenShape.Form)];
        string[] shapes = [.. tokens.Select(TokenShape.Shape)];
        string[] habits = [.. forms.Select(words.Habit)];
        string[][] classes = [.. Enumerable.Range(0, words.Divisions).Select(division => forms.Select(form => words.Class(form, division)).ToArray())];
        string[][] columns = [forms, shapes, kinds, habits, .. classes];
        var style = TokenShape.Style(kinds);
        return [.. Enumerable.Range(0, tokens.Count).Select(i => Places([.. Alone(columns, i), .. Together(columns, i, style), .. Affixes(forms[i]), [tokens[i]]]))];
    }

    // Each thing at each place around the token.
    private static IEnumerable<string[]> Alone(string[][] columns, int i)
    {
        yield return [];
        foreach (var column in columns)
        {
            for (var offset = -Reach; offset <= Reach; offset++)
                yield return [At(column, i + offset)];
        }
    }

    // Things that say more together.
    private static IEnumerable<string[]> Together(string[][] columns, int i, string style)
    {
        string Form(int offset) => At(columns[0], i + offset);
        string Shape(int offset) => At(columns[1], i + offset);
        string Kind(int offset) => At(columns[2], i + offset);
        string Habit(int offset) => At(columns[3], i + offset);
        yield return [Form(-1), Form(0)];
        yield return [Form(0), Form(1)];
        yield return [Form(-1), Form(1)];
        yield return [Form(-1), Shape(0)];
        yield return [Shape(0), Form(1)];
        yield return [Form(-2), Form(-1), Kind(0)];
        yield return [Kind(0), Form(1), Form(2)];
        yield return [Shape(-1), Shape(0)];
        yield return [Shape(0), Shape(1)];
        yield return [i == 0 ? "first" : "later", Shape(0)];
        yield return [Kind(-1), Kind(0)];
        yield return [Kind(0), Kind(1)];
        yield return [Kind(-1), Kind(0), Kind(1)];
        yield return [Kind(-2), Kind(-1), Kind(0)];
        yield return [Kind(0), Kind(1), Kind(2)];
        yield return [Kind(0), style];
        yield return [i == 0 || Kind(-1) == "symbols" ? "begins" : "goes on", Kind(0), style];
        yield return [Habit(-1), Habit(0), Kind(0)];
        yield return [Habit(0), Habit(1), Kind(0)];
        yield return [Habit(0), Kind(0), style];
        foreach (var column in columns.Skip(3))
            yield return [At(column, i), Kind(0)];
    }

    private static IEnumerable<string[]> Affixes(string form)
    {
        for (var length = 1; length <= LongestAffix; length++)
        {
            yield return [form.Length >= length ? form[..length] : Outside];
            yield return [form.Length >= length ? form[^length..] : Outside];
        }
    }

    private static string At(string[] column, int i) => i >= 0 && i < column.Length ? column[i] : Outside;

    // The number of a feature is part of its hash: the same words elsewhere are another feature.
    private int[] Places(IEnumerable<string[]> features) => [.. features.Select((parts, number) =>
    {
        var hash = (Basis ^ (ulong)number) * Prime;
        foreach (var part in parts)
        {
            foreach (var unit in part)
                hash = (hash ^ unit) * Prime;
            hash = (hash ^ '\0') * Prime;
        }

        return (int)(NgramView.Mix(hash) % (ulong)buckets);
    })];
}
