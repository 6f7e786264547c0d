using Samantha.Modeling;
using Samantha.Modeling.Decoders;
using Samantha.Modeling.Tokenization;
using static TorchSharp.torch;

namespace Samantha.Training.Evaluation;

/// <summary>Replies with the likeliest token each time: what a model says when nothing is left to chance.</summary>
/// <param name="model">The model, in evaluation mode.</param>
/// <param name="tokenizer">Its tokenizer.</param>
/// <param name="pace">Asked before each token.</param>
public sealed class GreedyDecoder(DecoderModel model, HuggingFaceTokenizer tokenizer, ITrainingPace? pace = null)
{
    private readonly int newline = tokenizer.EncodeLiteral(DialogueFormat.EndOfTurn).Ids[0];

    /// <summary>The replies to some texts, each said at the beginning of a dialogue.</summary>
    /// <param name="texts">What the user says.</param>
    /// <param name="longest">The most tokens of a reply.</param>
    /// <param name="cancellationToken">Stops between tokens.</param>
    public IReadOnlyList<string> Replies(IReadOnlyList<string> texts, int longest = 64, CancellationToken cancellationToken = default)
    {
        var room = model.Config.MaxPositions - longest;
        var replies = texts.Select(text => new Reply(Prompt(text, room), model.NewCache())).ToList();
        try
        {
            var running = replies.ToList();
            var pending = running.ConvertAll(reply => reply.Prompt);
            for (var count = 0; count < longest && running.Count > 0; count++)
            {
                pace?.BeforeStep(cancellationToken);
                cancellationToken.ThrowIfCancellationRequested();
                var tokens = Likeliest(running, pending);
                for (var i = 0; i < running.Count; i++)
                    running[i].Ids.Add(tokens[i]);
                running.RemoveAll(reply => reply.Ids[^1] == newline || model.Config.EndTokens.Contains(reply.Ids[^1]));
                pending = running.ConvertAll(reply => new[] { reply.Ids[^1] });
            }

            return [.. replies.Select(reply => tokenizer.Decode(reply.Ids).Trim())];
        }
        finally
        {
            replies.ForEach(reply => reply.Cache.Dispose());
        }
    }

    private int[] Prompt(string text, int room)
    {
        var ids = tokenizer.EncodeLiteral(DialogueFormat.Prompt([], text)[DialogueFormat.BeginOfSequence.Length..]).Ids;
        return [tokenizer.BeginOfSequenceId!.Value, .. ids[^Math.Min(ids.Length, Math.Max(1, room - 1))..]];
    }

    private int[] Likeliest(List<Reply> running, List<int[]> pending)
    {
        using var scope = NewDisposeScope();
        var logits = model.Step([.. running.Zip(pending, (reply, tokens) => new DecoderInput(tokens, reply.Cache))]);
        return [.. logits.argmax(-1).cpu().data<long>().ToArray().Select(id => (int)id)];
    }

    private sealed record Reply(int[] Prompt, KeyValueCache Cache)
    {
        public List<int> Ids { get; } = [];
    }
}
