using Samantha.Training.Data;

namespace Samantha.Training.Continual.Memory;

/// <summary>A uniform sample of everything it was shown (Vitter 1985, algorithm R).</summary>
/// <param name="capacity">How many it holds at most.</param>
/// <param name="random">Decides who stays.</param>
public sealed class ReservoirMemory<TItem>(int capacity, SplitMix64 random) : IReplayMemory<TItem>
{
    private readonly List<TItem> items = [];
    private int seen;

    public int Capacity { get; } = capacity >= 0 ? capacity : throw new ArgumentOutOfRangeException(nameof(capacity), "A memory holds no fewer than 0 items.");

    public IReadOnlyCollection<TItem> Items => items;

    public void Offer(TItem item)
    {
        seen++;
        if (items.Count < Capacity)
            items.Add(item);
        else if (random.Next(seen) is var place && place < Capacity)
            items[place] = item;
    }

    public IReadOnlyList<TItem> Draw(int count, SplitMix64 random) => Chance.Draw(items, count, random);
}
