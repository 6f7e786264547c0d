namespace Samantha.Training.Lessons;

internal static class Turns
{
    /// <summary>The items of a step, which come by turns: as many as asked, or all.</summary>
    public static IReadOnlyList<T> InTurn<T>(this IReadOnlyList<T> items, int step, int count)
    {
        count = Math.Min(count, items.Count);
        return [.. Enumerable.Range(step * count, count).Select(row => items[row % items.Count])];
    }
}
