using Samantha.Modeling.Decoders;
using Samantha.Modeling.Lora;
using Samantha.Training.Continual;
using TorchSharp.Modules;

namespace Samantha.Training.Lessons;

/// <summary>The same by low-rank adapters.</summary>
/// <param name="model">The decoder.</param>
/// <param name="adapters">The adapters, which are on it and outlive this.</param>
/// <param name="pace">Asked before each pass.</param>
/// <param name="cancellationToken">Stops between passes.</param>
internal sealed class LowRankLessonLearner(DecoderModel model, LoraAdapters adapters, ITrainingPace? pace, CancellationToken cancellationToken)
    : LessonLearner(model, [.. adapters.Parameters], pace, cancellationToken), ILowRankLearner<LessonExample>
{
    public IReadOnlyList<Parameter> Subspaces { get; } = adapters.Subspaces;

    public void Fold(long seed) => adapters.Fold(seed);
}
