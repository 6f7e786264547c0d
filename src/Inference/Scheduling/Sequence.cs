using System.Diagnostics;
using Samantha.Inference.Caching;
using Samantha.Inference.Sampling;
using Samantha.Inference.Text;
using Samantha.Inference.Versions;

namespace Samantha.Inference.Scheduling;

/// <summary>
/// One reply in the making. It belongs to the engine's thread from the moment it is queued; only
/// <see cref="IsCancelled"/> may be asked from elsewhere.
/// </summary>
/// <remarks>
/// The cache holds the first tokens of <see cref="Tokens"/>; the rest is pending. A step that takes in all that is pending
/// yields the next token. One pending token is a reply being written, several are a prompt being read.
/// </remarks>
internal sealed class Sequence
{
    private readonly VersionLease lease;
    private readonly TokenStream stream;
    private readonly Sampler sampler;
    private readonly ReplyText text;
    private readonly int limit;
    private int[] tokens;
    private int count;

    public Sequence(GenerationRequest request, VersionLease lease, int[] prompt, long seed, TokenStream stream, long arrival, ActivityContext trace = default)
    {
        this.lease = lease;
        this.stream = stream;
        Conversation = request.Conversation;
        Arrival = arrival;
        Trace = trace;
        tokens = prompt;
        count = PromptLength = prompt.Length;
        limit = Math.Min(request.MaxTokens, Version.Config.MaxPositions - prompt.Length + 1);
        sampler = new Sampler(request.Sampling, Version.Forbidden, prompt, seed);
        text = new ReplyText(Version.Tokenizer, request.Stop);
    }

    public LoadedVersion Version => lease.Version;

    public string? Conversation { get; }

    /// <summary>When it was asked for, as a timestamp.</summary>
    public long Arrival { get; }

    /// <summary>The span that it belongs to, if one is recorded.</summary>
    public ActivityContext Trace { get; }

    /// <summary>When it began to be computed, as a timestamp; null before that.</summary>
    public long? Started { get; private set; }

    /// <summary>When its first token came, as a timestamp; null before the first.</summary>
    public long? FirstToken { get; private set; }

    /// <summary>When its last token came, as a timestamp; null before the first.</summary>
    public long? LastToken { get; private set; }

    /// <summary>How long the steps took that it was part of, from its first token on.</summary>
    public TimeSpan Writing { get; set; }

    /// <summary>The prompt and the reply so far.</summary>
    public ReadOnlySpan<int> Tokens => tokens.AsSpan(0, count);

    public CacheSlot? Slot { get; private set; }

    /// <summary>How many of its pending tokens the step under way takes.</summary>
    public int Taken { get; set; }

    /// <summary>Whether its cache is to be freed at the end, not kept.</summary>
    public bool IsForgotten { get; set; }

    public bool IsCancelled => stream.Cancellation.IsCancellationRequested;

    public bool IsEmpty => limit == 0;

    /// <summary>Tokens that its cache holds in the end.</summary>
    public int Capacity => Math.Max(1, PromptLength + limit - 1);

    public int PromptLength { get; }

    /// <summary>Tokens of the prompt that were known already.</summary>
    public int Cached { get; private set; }

    public int Generated => count - PromptLength;

    public int Pending => count - Slot!.Cache.Length;

    /// <summary>Begins, with a cache that may hold the beginning of the prompt, yet not all of it.</summary>
    public void Start(CacheSlot slot, long now)
    {
        Started = now;
        Slot = slot;
        Cached = slot.Cache.Length;
    }

    /// <summary>The first of the pending tokens.</summary>
    public ReadOnlyMemory<int> Next(int length) => tokens.AsMemory(Slot!.Cache.Length, length);

    /// <summary>Takes the next token from the logits of the last.</summary>
    /// <param name="logits">One for each token of the vocabulary.</param>
    /// <param name="scratch">Memory to work in.</param>
    /// <param name="now">The time, as a timestamp.</param>
    /// <param name="reason">Why the reply is over now, or null if it goes on.</param>
    /// <returns>False if the logits are no numbers.</returns>
    public bool TryAdvance(ReadOnlySpan<float> logits, SamplingScratch scratch, long now, out FinishReason? reason)
    {
        reason = null;
        if (!sampler.TryNext(logits, scratch, out var token))
            return false;
        if (Version.Ends(token.Id))
        {
            reason = FinishReason.Stop;
            return true;
        }

        if (count == tokens.Length)
            Array.Resize(ref tokens, 2 * count);
        tokens[count++] = token.Id;
        FirstToken ??= now;
        LastToken = now;
        stream.Write(new GeneratedToken(token.Id, text.Append(token.Id), token.LogProbability, Version.Id));
        reason = text.Stopped ? FinishReason.Stop : Generated >= limit ? FinishReason.Length : null;
        return true;
    }

    /// <summary>Writes the closing element. The cache must have been given back.</summary>
    /// <returns>The reason that it gives.</returns>
    public FinishReason Finish(FinishReason reason)
    {
        var rest = text.Complete();
        // What half a character is read as in the end may complete a stop string.
        if (reason == FinishReason.Length && text.Stopped)
            reason = FinishReason.Stop;
        stream.Write(new GeneratedToken(null, rest, 0, Version.Id, new GenerationEnd(reason, new Usage(PromptLength, Cached, Generated), Writing)));
        Leave(null);
        return reason;
    }

    /// <summary>Ends the reply with an error. The cache must have been given back.</summary>
    public void Fail(Exception error) => Leave(error);

    private void Leave(Exception? error)
    {
        Slot = null;
        lease.Dispose();
        stream.Complete(error);
    }
}
