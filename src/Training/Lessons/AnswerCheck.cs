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
    public IReadOnlyList<AnswerResult> Check(DecoderModel model, IReadOnlyList<LessonExample> examples, CancellationToken cancellationToken = default) =>
        Check(model, examples, batch =>
        {
            pace.BeginStep(cancellationToken);
            var (inputs, _) = LessonBatch.Tensors(batch, model.Device);
            var stream = model.Stream(inputs);
            return cat([.. batch.Select((example, row) => stream[row].narrow(0, example.AnswerStart - 1, Length(example)))], 0);
        });

    /// <summary>Checks examples of which a part of the model may have been read before.</summary>
    /// <inheritdoc cref="Check(DecoderModel, IReadOnlyList{LessonExample}, CancellationToken)"/>
    public IReadOnlyList<AnswerResult> Check(
        DecoderModel model, FrozenPart frozen, IReadOnlyList<LessonExample> examples, CancellationToken cancellationToken = default) =>
        Check(model, examples, batch =>
        {
            var before = frozen.Before(batch, cancellationToken);
            pace.BeginStep(cancellationToken);
            return model.Finish(before);
        });

    private static AnswerResult[] Check(DecoderModel model, IReadOnlyList<LessonExample> examples, Func<IReadOnlyList<LessonExample>, Tensor> read)
    {
        var results = new AnswerResult[examples.Count];
        using var ungraded = no_grad();
        foreach (var batch in examples.Index().OrderBy(example => example.Item.Ids.Length).Chunk(Together))
        {
            using var scope = NewDisposeScope();
            var logits = model.Say(read([.. batch.Select(example => example.Item)]));
            var first = 0;
            foreach (var (index, example) in batch)
            {
                results[index] = Check(logits.narrow(0, first, Length(example)), example);
                first += Length(example);
            }
        }

        return results;
    }

    private static int Length(LessonExample example) => example.Ids.Length - example.AnswerStart;

    private static AnswerResult Check(Tensor predicted, LessonExample example)
    {
        var answer = tensor(example.Ids[example.AnswerStart..].Select(id => (long)id).ToArray(), device: predicted.device);
        var said = predicted.argmax(-1).eq(answer).all().item<bool>();
        var chances = predicted.log_softmax(-1).gather(1, answer.unsqueeze(1)).view(-1);
        return new AnswerResult(said, Math.Exp(chances.min().item<float>()), -chances.mean().item<float>());
    }
}
