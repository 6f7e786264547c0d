using Samantha.Modeling.Decoders;
using TorchSharp;
using static TorchSharp.torch;

namespace Samantha.Training.Preferences;

/// <summary>Prompts with answers as one batch, padded on the right: what a decoder says of each of the answers' tokens.</summary>
internal sealed class AnswerBatch
{
    private readonly Tensor inputs;
    private readonly Tensor labels;
    private readonly long[] answerOf;
    private readonly int count;

    /// <param name="answers">At least one; no prompt and no answer is empty.</param>
    /// <param name="device">Where the decoder is.</param>
    public AnswerBatch(IReadOnlyList<(int[] Prompt, int[] Answer)> answers, Device device)
    {
        if (answers.Count == 0 || answers.Any(answer => answer.Prompt.Length == 0 || answer.Answer.Length == 0))
            throw new ArgumentException("There must be answers, and each needs a prompt and an answer of at least one token.", nameof(answers));
        count = answers.Count;
        var width = answers.Max(answer => answer.Prompt.Length + answer.Answer.Length);
        var (tokens, says) = (new long[count * width], new long[count * width]);
        Array.Fill(says, DecoderModel.IgnoredLabel);
        foreach (var (row, (prompt, answer)) in answers.Index())
        {
            foreach (var (i, id) in prompt.Concat(answer).Index())
            {
                tokens[row * width + i] = id;
                if (i >= prompt.Length)
                    says[row * width + i] = id;
            }
        }

        long[] shape = [count, width];
        (inputs, labels) = (tensor(tokens, shape, device: device), tensor(says, shape, device: device));
        answerOf = [.. answers.SelectMany((answer, row) => Enumerable.Repeat((long)row, answer.Answer.Length))];
    }

    /// <summary>The log-probability of every token at each place of the answers, [answers' tokens, vocabulary].</summary>
    public Tensor LogDistributions(DecoderModel model)
    {
        using var scope = NewDisposeScope();
        return model.Labelled(inputs, labels).Logits.log_softmax(-1).MoveToOuterDisposeScope();
    }

    /// <summary>The log-probability of each answer given its prompt, [answers], of what <see cref="LogDistributions"/> gave.</summary>
    public Tensor LogProbabilities(Tensor distributions)
    {
        using var scope = NewDisposeScope();
        var length = labels.shape[1];
        var targets = labels.narrow(1, 1, length - 1).reshape(-1);
        targets = targets.index_select(0, targets.ne(DecoderModel.IgnoredLabel).nonzero().view(-1));
        return Sum(distributions.gather(1, targets.unsqueeze(1)).view(-1)).MoveToOuterDisposeScope();
    }

    /// <summary>The sums of values of the answers' tokens over each answer, [answers].</summary>
    public Tensor Sum(Tensor values)
    {
        using var scope = NewDisposeScope();
        return zeros([count], ScalarType.Float32, values.device).index_add(0, tensor(answerOf, device: values.device), values, 1).MoveToOuterDisposeScope();
    }
}
