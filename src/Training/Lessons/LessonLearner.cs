using Samantha.Modeling.Decoders;
using Samantha.Training.Continual;
using Samantha.Training.Continual.Language;
using Samantha.Training.Data;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Samantha.Training.Lessons;

/// <summary>A decoder that strategies teach lessons: its rows of logits are those of the answers' tokens, one answer after another.</summary>
/// <param name="model">The decoder.</param>
/// <param name="parameters">What of it is learned.</param>
/// <param name="pace">Asked before each pass.</param>
/// <param name="cancellationToken">Stops between passes.</param>
internal class LessonLearner(DecoderModel model, IReadOnlyList<Parameter> parameters, ITrainingPace? pace, CancellationToken cancellationToken)
    : ILearner<LessonExample>, IFreezable<LessonExample>
{
    private readonly DecoderLearner learner = new(model, parameters);

    /// <summary>Tokens that passed through the decoder so far.</summary>
    public int Tokens { get; private set; }

    public IReadOnlyList<Parameter> Parameters => learner.Parameters;

    public Tensor Logits(IReadOnlyList<LessonExample> samples)
    {
        Pass(samples);
        return learner.Logits(Rows(samples));
    }

    public Tensor Labels(IReadOnlyList<LessonExample> samples) => learner.Labels(Rows(samples));

    public ITeacher<LessonExample> Freeze() => new Teacher(this, learner.Freeze());

    private void Pass(IReadOnlyList<LessonExample> samples)
    {
        pace.BeginStep(cancellationToken);
        Tokens += samples.Sum(sample => sample.Ids.Length);
    }

    private static List<TokenExample> Rows(IReadOnlyList<LessonExample> samples) => [.. samples.Select(sample =>
        new TokenExample(sample.Ids, [.. sample.Ids.Select((id, i) => i >= sample.AnswerStart ? id : TokenBatch.Ignored)]))];

    private sealed class Teacher(LessonLearner student, ITeacher<TokenExample> teacher) : ITeacher<LessonExample>
    {
        public Tensor Logits(IReadOnlyList<LessonExample> samples)
        {
            student.Pass(samples);
            return teacher.Logits(Rows(samples));
        }

        public void Dispose() => teacher.Dispose();
    }
}
