using System.Runtime.InteropServices;
using Samantha.Inference.Caching;
using Samantha.Inference.Sampling;
using Samantha.Inference.Telemetry;
using Samantha.Inference.Versions;
using Samantha.Modeling.Decoders;
using static TorchSharp.torch;

namespace Samantha.Inference.Scheduling;

/// <summary>
/// Takes sequences from the queue, computes all of them together step by step, and lets them go as they end
/// (continuous batching, Yu et al. 2022). For the engine's thread only.
/// </summary>
internal sealed class Scheduler(
    InferenceEngineOptions options, VersionPool versions, CachePool caches, WaitingRoom waiting, EngineMetrics metrics, TimeProvider time)
{
    private const int AverageOver = 8;

    private readonly FairQueue queue = new();
    private readonly List<Sequence> active = [];
    private readonly List<Sequence> batch = [];
    private readonly List<DecoderInput> inputs = [];
    private readonly SamplingScratch scratch = new();
    private int[] pending = [];
    private int[] taken = [];
    private int turn;
    private int activeCount;
    private long recentStep;
    private int cancellations;

    /// <summary>Tells of a version that was found broken.</summary>
    public Action<BrokenVersionException>? Broken { get; init; }

    /// <summary>Sequences being computed; from any thread.</summary>
    public int Active => Volatile.Read(ref activeCount);

    /// <summary>How long a step took lately; from any thread.</summary>
    public TimeSpan RecentStep => new(Interlocked.Read(ref recentStep));

    /// <summary>Has the queue looked through for cancelled sequences before the next step; from any thread.</summary>
    public void NoteCancellation() => Interlocked.Exchange(ref cancellations, 1);

    public void Add(Sequence sequence) => queue.Add(sequence);

    /// <summary>Keeps nothing of a conversation.</summary>
    public void Forget(string conversation)
    {
        caches.Forget(conversation);
        foreach (var sequence in active.Concat(queue.All()).Where(sequence => sequence.Conversation == conversation))
            sequence.IsForgotten = true;
    }

    /// <summary>Makes one step.</summary>
    /// <returns>False if there is nothing to do.</returns>
    public bool Step()
    {
        DropCancelled();
        Admit();
        if (active.Count == 0)
            return false;

        var started = time.GetTimestamp();
        Plan();
        foreach (var version in active.Select(sequence => sequence.Version).Distinct().ToArray())
            Compute(version);
        NoteStep(time.GetElapsedTime(started));
        return true;
    }

    /// <summary>Ends all sequences with an error.</summary>
    public void FailAll(InferenceException error)
    {
        while (active.Count > 0)
            Fail(active[^1], error);
        while (queue.Count > 0)
        {
            waiting.Leave();
            End(queue.Take(), error);
        }
    }

    private void DropCancelled()
    {
        if (Interlocked.Exchange(ref cancellations, 0) != 0)
        {
            foreach (var sequence in queue.TakeCancelled())
            {
                waiting.Leave();
                End(sequence, FinishReason.Cancelled);
            }
        }

        for (var i = active.Count - 1; i >= 0; i--)
        {
            if (active[i].IsCancelled)
                Finish(active[i], FinishReason.Cancelled);
        }
    }

    private void Admit()
    {
        while (active.Count < options.MaxActiveSequences && queue.TryPeek(out var sequence))
        {
            CacheSlot? slot = null;
            Exception? error = versions.Error(sequence.Version);
            if (error is null && !sequence.IsEmpty && !sequence.IsCancelled)
            {
                try
                {
                    slot = caches.TryRent(sequence.Version, sequence.Conversation, sequence.Tokens, sequence.Capacity);
                    // Its turn stays its turn until there is memory: one that needs much is not overtaken for ever.
                    if (slot is null)
                        return;
                }
                catch (Exception fault)
                {
                    error = new EngineFaultException(fault);
                }
            }

            queue.Take();
            waiting.Leave();
            if (error is not null)
                End(sequence, error);
            else if (slot is null)
                End(sequence, sequence.IsCancelled ? FinishReason.Cancelled : FinishReason.Length);
            else
                Start(sequence, slot);
        }
    }

    private void Start(Sequence sequence, CacheSlot slot)
    {
        sequence.Start(slot, time.GetTimestamp());
        active.Add(sequence);
        Volatile.Write(ref activeCount, active.Count);
        metrics.Started(sequence);
    }

    private void Plan()
    {
        if (pending.Length < active.Count)
        {
            pending = new int[options.MaxActiveSequences];
            taken = new int[options.MaxActiveSequences];
        }

        for (var i = 0; i < active.Count; i++)
            pending[i] = active[i].Pending;
        StepPlan.Make(pending.AsSpan(0, active.Count), options, turn++ & int.MaxValue, taken);
        for (var i = 0; i < active.Count; i++)
            active[i].Taken = taken[i];
    }

    private void Compute(LoadedVersion version)
    {
        batch.Clear();
        inputs.Clear();
        foreach (var sequence in active)
        {
            if (sequence.Version != version || sequence.Taken == 0)
                continue;
            batch.Add(sequence);
            inputs.Add(new DecoderInput(sequence.Next(sequence.Taken), sequence.Slot!.Cache));
        }

        if (batch.Count == 0)
            return;
        try
        {
            using var scope = NewDisposeScope();
            var started = time.GetTimestamp();
            // The one copy to the host in a step; on the CPU there is none.
            var logits = version.Step(inputs).cpu();
            var took = time.GetElapsedTime(started);
            foreach (var sequence in batch.Where(sequence => sequence.FirstToken is not null))
                sequence.Writing += took;
            Advance(version, MemoryMarshal.Cast<byte, float>(logits.bytes));
        }
        catch (Exception error)
        {
            foreach (var sequence in batch)
                Fail(sequence, new EngineFaultException(error));
        }
    }

    private void Advance(LoadedVersion version, ReadOnlySpan<float> logits)
    {
        var now = time.GetTimestamp();
        var vocabulary = version.Config.VocabularySize;
        for (var row = 0; row < batch.Count; row++)
        {
            var sequence = batch[row];
            metrics.Computed(sequence);
            if (sequence.Pending > 0)
                continue;
            var last = sequence.LastToken;
            if (!sequence.TryAdvance(logits.Slice(row * vocabulary, vocabulary), scratch, now, out var reason))
            {
                Break(version);
                return;
            }

            metrics.Advanced(sequence, last, now);
            if (reason is { } over)
                Finish(sequence, over);
        }
    }

    private void Break(LoadedVersion version)
    {
        var (error, isNew) = versions.Break(version);
        foreach (var sequence in active.Where(sequence => sequence.Version == version).ToArray())
            Fail(sequence, error);
        if (isNew)
            Broken?.Invoke(error);
    }

    private void Finish(Sequence sequence, FinishReason reason)
    {
        Release(sequence, keep: !sequence.IsForgotten);
        End(sequence, reason);
    }

    // What its cache holds is not certain: it is freed.
    private void Fail(Sequence sequence, InferenceException error)
    {
        if (!active.Contains(sequence))
            return;
        Release(sequence, keep: false);
        End(sequence, error);
    }

    private void Release(Sequence sequence, bool keep)
    {
        active.Remove(sequence);
        Volatile.Write(ref activeCount, active.Count);
        if (keep)
            caches.Return(sequence.Slot!, sequence.Tokens);
        else
            caches.Free(sequence.Slot!);
    }

    private void End(Sequence sequence, FinishReason reason)
    {
        EngineTraces.Ended(sequence, null, time);
        metrics.Finished(sequence, sequence.Finish(reason));
    }

    private void End(Sequence sequence, Exception error)
    {
        EngineTraces.Ended(sequence, error.GetType().Name, time);
        sequence.Fail(error);
        metrics.Failed(sequence);
    }

    private void NoteStep(TimeSpan duration)
    {
        var average = recentStep == 0 ? duration.Ticks : recentStep + (duration.Ticks - recentStep) / AverageOver;
        Interlocked.Exchange(ref recentStep, average);
        metrics.Stepped(duration);
    }
}
