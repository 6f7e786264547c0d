using System.Text;
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
    /// <summary>The replies to some texts, each said at the beginning of a dialogue.</summary>
    /// <param name="texts">What the user says.</param>
    /// <param name="longest">The most tokens of a reply.</param>
    /// <param name="cancellationToken">Stops between tokens.</param>
    public IReadOnlyList<string> Replies(IReadOnlyList<string> texts, int longest = 64, CancellationToken cancellationToken = default) =>
        Replies([.. texts.Select(text => (IReadOnlyList<DialogueTurn>)[new DialogueTurn(Speaker.User, text)])], longest, cancellationToken);

    /// <summary>The replies that go on with some dialogues.</summary>
    /// <param name="dialogues">Each ends with what the user says; the oldest of a long one is left out.</param>
    /// <param name="longest">The most tokens of a reply.</param>
    /// <param name="cancellationToken">Stops between tokens.</param>
    public IReadOnlyList<string> Replies(IReadOnlyList<IReadOnlyList<DialogueTurn>> dialogues, int longest = 64, CancellationToken cancellationToken = default)
    {
        var room = model.Config.MaxPositions - longest;
        var replies = dialogues.Select(turns => new Reply(Prompt(turns, room), tokenizer.CreateDecoder(), model.NewCache())).ToList();
        try
        {
            var running = replies.ToList();
            var pending = running.ConvertAll(reply => reply.Prompt);
            for (var count = 0; count < longest && running.Count > 0; count++)
            {
                pace.BeginStep(cancellationToken);
                var tokens = Likeliest(running, pending);
                for (var i = 0; i < running.Count; i++)
                    running[i].Append(tokens[i]);
                running.RemoveAll(reply => reply.Ended || model.Config.EndTokens.Contains(reply.Last));
                pending = running.ConvertAll(reply => new[] { reply.Last });
            }

            return [.. replies.Select(reply => reply.Text)];
        }
        finally
        {
            replies.ForEach(reply => reply.Cache.Dispose());
        }
    }

    private int[] Prompt(IReadOnlyList<DialogueTurn> turns, int room)
    {
        var text = string.Concat(turns.Select(DialogueFormat.Line)) + DialogueFormat.AssistantLabel;
        int[] begin = tokenizer.BeginOfSequenceId is { } id ? [id] : [];
        var ids = tokenizer.EncodeLiteral(text).Ids;
        return [.. begin, .. ids[^Math.Min(ids.Length, Math.Max(1, room - begin.Length))..]];
    }

    private int[] Likeliest(List<Reply> running, List<int[]> pending)
    {
        using var scope = NewDisposeScope();
        var logits = model.Step([.. running.Zip(pending, (reply, tokens) => new DecoderInput(tokens, reply.Cache))]);
        return [.. logits.argmax(-1).cpu().data<long>().ToArray().Select(id => (int)id)];
    }

    // The end of a turn may be a part of a token.
    private sealed class Reply(int[] prompt, IncrementalDecoder decoder, KeyValueCache cache)
    {
        private readonly StringBuilder said = new();

        public int[] Prompt => prompt;

        public KeyValueCache Cache => cache;

        public int Last { get; private set; }

        public bool Ended { get; private set; }

        public string Text
        {
            get
            {
                if (!Ended)
                    said.Append(decoder.Complete());
                return said.ToString().Split(DialogueFormat.EndOfTurn)[0].Trim();
            }
        }

        public void Append(int id)
        {
            Last = id;
            var piece = decoder.Append(id);
            said.Append(piece);
            Ended = piece.Contains(DialogueFormat.EndOfTurn, StringComparison.Ordinal);
        }
    }
}
