using Samantha.Training.Data;

namespace Samantha.Training.Continual.Memory;

internal static class Chance
{
    /// <summary>Items of chance, each at most once.</summary>
    public static IReadOnlyList<T> Draw<T>(IReadOnlyList<T> items, int count, SplitMix64 random)
    {
        if (count >= items.Count)
            return [.. items];
        // Floyd's algorithm (Bentley and Floyd 1987): as many numbers as items asked for, however many there are.
        var taken = new HashSet<int>();
        var drawn = new List<T>(count);
        for (var last = items.Count - count; last < items.Count; last++)
        {
            var place = random.Next(last + 1);
            if (!taken.Add(place))
                taken.Add(place = last);
            drawn.Add(items[place]);
        }

        return drawn;
    }
}
