using Samantha.Modeling.Decoders;
using TorchSharp;
using static TorchSharp.torch;

namespace Samantha.Training.Lessons;

/// <summary>
/// Looks whether a model gives the answers. One pass tells what greedy decoding would say: it says the answer exactly when
/// after each of the answer's beginnings the next token is the likeliest.
/// </summary>
/// <param name="pace">Asked before each pass.</param>
internal sealed class AnswerCheck(ITrainingPace? pace)
{
    private const int Together = 16;

    /// <summary>Checks examples.</summary>
    /// <returns>One result for each, in their order.</returns>
    public IReadOnlyList<AnswerResult> Check(DecoderModel model, IReadOnlyList<LessonExample> examples, CancellationToken cancellationToken = default)
    {
        var results = new AnswerResult[examples.Count];
        using var ungraded = no_grad();
        foreach (var batch in examples.Index().OrderBy(example => example.Item.Ids.Length).Chunk(Together))
        {
            pace?.BeforeStep(cancellationToken);
            cancellationToken.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            var (inputs, _) = LessonBatch.Tensors([.. batch.Select(example => example.Item)], model.Device);
            var logits = model.Forward(inputs);
            for (var row = 0; row < batch.Length; row++)
                results[batch[row].Index] = Check(logits[row], batch[row].Item);
        }

        return results;
    }

    private static AnswerResult Check(Tensor logits, LessonExample example)
    {
        long count = example.Ids.Length - example.AnswerStart;
        var predicted = logits.narrow(0, example.AnswerStart - 1, count);
        var answer = tensor(example.Ids[example.AnswerStart..].Select(id => (long)id).ToArray(), device: logits.device);
        var said = predicted.argmax(-1).eq(answer).all().item<bool>();
        var chances = predicted.log_softmax(-1).gather(1, answer.unsqueeze(1)).view(-1);
        return new AnswerResult(said, Math.Exp(chances.min().item<float>()), -chances.mean().item<float>());
    }
}
