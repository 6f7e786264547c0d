using Samantha.Modeling.Decoders;
using TorchSharp;
using static TorchSharp.torch;

namespace Samantha.Training.Lessons;

/// <summary>Examples as one batch, padded on the right.</summary>
internal static class LessonBatch
{
    /// <returns>Inputs and labels, [examples, longest]; only answers are labelled.</returns>
    public static (Tensor Inputs, Tensor Labels) Tensors(IReadOnlyList<LessonExample> examples, Device device)
    {
        var width = examples.Max(example => example.Ids.Length);
        var inputs = new long[examples.Count * width];
        var labels = new long[examples.Count * width];
        Array.Fill(labels, DecoderModel.IgnoredLabel);
        foreach (var (row, example) in examples.Index())
        {
            for (var i = 0; i < example.Ids.Length; i++)
            {
                inputs[row * width + i] = example.Ids[i];
                if (i >= example.AnswerStart)
                    labels[row * width + i] = example.Ids[i];
            }
        }

        long[] shape = [examples.Count, width];
        return (tensor(inputs, shape, device: device), tensor(labels, shape, device: device));
    }
}
