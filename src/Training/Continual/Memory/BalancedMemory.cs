using Samantha.Training.Data;

namespace Samantha.Training.Continual.Memory;

/// <summary>
/// Every group holds its share of the places, and in them a uniform sample of what it showed: an item comes in for one of
/// the group that has most (Chrysakis and Moens 2020, algorithm 1). Grouped by class or by domain.
/// </summary>
/// <param name="capacity">How many it holds at most.</param>
/// <param name="groupOf">Tells an item's group.</param>
/// <param name="random">Decides who stays.</param>
public sealed class BalancedMemory<TItem>(int capacity, Func<TItem, int> groupOf, SplitMix64 random) : IReplayMemory<TItem>
{
    private readonly SortedDictionary<int, Group> groups = [];
    private int count;

    public int Capacity { get; } = capacity >= 0 ? capacity : throw new ArgumentOutOfRangeException(nameof(capacity), "A memory holds no fewer than 0 items.");

    public IReadOnlyCollection<TItem> Items => [.. groups.Values.SelectMany(group => group.Items)];

    public void Offer(TItem item)
    {
        var number = groupOf(item);
        if (!groups.TryGetValue(number, out var own))
            groups.Add(number, own = new Group());
        own.Seen++;
        if (count < Capacity)
        {
            own.Items.Add(item);
            count++;
            return;
        }

        var most = groups.Values.Max(group => group.Items.Count);
        own.WasFullest |= own.Items.Count == most;
        if (!own.WasFullest)
        {
            RemoveFromFullest(most);
            own.Items.Add(item);
        }
        else if (random.Next(own.Seen) is var place && place < own.Items.Count)
        {
            own.Items[place] = item;
        }
    }

    public IReadOnlyList<TItem> Draw(int count, SplitMix64 random) => Chance.Draw([.. groups.Values.SelectMany(group => group.Items)], count, random);

    private void RemoveFromFullest(int most)
    {
        var fullest = groups.Values.Where(group => group.Items.Count == most).ToList();
        var poorer = fullest[random.Next(fullest.Count)];
        poorer.WasFullest = true;
        poorer.Items.RemoveAt(random.Next(most));
    }

    private sealed class Group
    {
        public List<TItem> Items { get; } = [];

        public int Seen { get; set; }

        /// <summary>Whether it has ever been among the fullest: from then on its items are a sample of what it showed.</summary>
        public bool WasFullest { get; set; }
    }
}
