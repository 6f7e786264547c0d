using Samantha.Training.Data;

namespace Samantha.Training.Continual.Memory;

/// <summary>What is kept of the past: a bounded number of items.</summary>
public interface IReplayMemory<TItem>
{
    /// <summary>How many it holds at most.</summary>
    int Capacity { get; }

    /// <summary>What it holds.</summary>
    IReadOnlyCollection<TItem> Items { get; }

    /// <summary>Shows it one more item of the stream, which it may keep in the place of another.</summary>
    void Offer(TItem item);

    /// <summary>Items of chance, each at most once: as many as asked, or all.</summary>
    IReadOnlyList<TItem> Draw(int count, SplitMix64 random);
}
