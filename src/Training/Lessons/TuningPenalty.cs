using Samantha.Modeling.Lora;
using Samantha.Modeling.Tuning;
using static TorchSharp.torch;

namespace Samantha.Training.Lessons;

/// <summary>What a way to hold the weights asks of every step.</summary>
/// <param name="tuning">The way; it outlives this.</param>
internal sealed class TuningPenalty(ITuning tuning) : IAddedLoss
{
    // The importance of AdaLoRA's triplets is a mean over the steps so far.
    public bool CanResume => tuning is not AdaLoraAdapters;

    public Tensor? Of(int step) => tuning.Penalty();

    public void Stepped(int step) => tuning.Stepped();

    public void Dispose()
    {
    }
}
