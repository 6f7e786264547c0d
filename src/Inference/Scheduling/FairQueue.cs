using System.Diagnostics.CodeAnalysis;

namespace Samantha.Inference.Scheduling;

/// <summary>
/// Sequences that wait. Conversations take turns, and one that has many waiting delays itself alone
/// (round robin, Nagle 1987). Not for use by two threads at once.
/// </summary>
internal sealed class FairQueue
{
    private readonly LinkedList<Lane> lanes = new();
    private readonly Dictionary<string, Lane> byConversation = new(StringComparer.Ordinal);

    public int Count { get; private set; }

    public void Add(Sequence sequence)
    {
        Count++;
        if (sequence.Conversation is { } name && byConversation.TryGetValue(name, out var known))
        {
            known.Sequences.Enqueue(sequence);
            return;
        }

        var lane = new Lane(sequence.Conversation);
        lane.Sequences.Enqueue(sequence);
        lanes.AddLast(lane);
        if (lane.Conversation is { } conversation)
            byConversation[conversation] = lane;
    }

    /// <summary>The sequence whose turn it is; it stays in the queue.</summary>
    public bool TryPeek([NotNullWhen(true)] out Sequence? sequence)
    {
        sequence = lanes.First?.Value.Sequences.Peek();
        return sequence is not null;
    }

    /// <summary>Takes the sequence whose turn it is.</summary>
    public Sequence Take()
    {
        var lane = lanes.First!.Value;
        lanes.RemoveFirst();
        var sequence = lane.Sequences.Dequeue();
        Count--;
        if (lane.Sequences.Count > 0)
            lanes.AddLast(lane);
        else
            Drop(lane);
        return sequence;
    }

    /// <summary>Takes out every sequence that was cancelled.</summary>
    public List<Sequence> TakeCancelled()
    {
        List<Sequence> cancelled = [];
        for (var node = lanes.First; node is not null;)
        {
            var (lane, next) = (node.Value, node.Next);
            // Each is asked once: it may be cancelled at any moment.
            var kept = new Queue<Sequence>();
            foreach (var sequence in lane.Sequences)
            {
                if (sequence.IsCancelled)
                    cancelled.Add(sequence);
                else
                    kept.Enqueue(sequence);
            }

            lane.Sequences = kept;
            if (lane.Sequences.Count == 0)
            {
                lanes.Remove(node);
                Drop(lane);
            }

            node = next;
        }

        Count -= cancelled.Count;
        return cancelled;
    }

    public IEnumerable<Sequence> All() => lanes.SelectMany(lane => lane.Sequences);

    private void Drop(Lane lane)
    {
        if (lane.Conversation is { } conversation)
            byConversation.Remove(conversation);
    }

    private sealed class Lane(string? conversation)
    {
        public string? Conversation { get; } = conversation;

        public Queue<Sequence> Sequences { get; set; } = [];
    }
}
