using Samantha.Modeling.Decoders;
using Samantha.Training.Continual.Extras;
using Samantha.Training.Data;
using static TorchSharp.torch;

namespace Samantha.Training.Lessons;

/// <summary>
/// Teaches a model lessons, whatever a step is. It ends when every answer is given, be it asked as taught or in other words, and
/// no earlier one is lost; or when the budget is used up. What it does is a function of model, lessons, settings and seed: no
/// clock decides anything.
/// </summary>
/// <param name="model">The model that learns.</param>
/// <param name="steps">What a step is.</param>
/// <param name="examples">The lessons.</param>
/// <param name="atRisk">The earlier lessons to look at, by their place among those rehearsed, the least sure first.</param>
/// <param name="options">Settings.</param>
/// <param name="seed">Seeds dropout.</param>
/// <param name="time">Tells how fast it goes; decides nothing.</param>
/// <param name="pace">Asked before each pass.</param>
internal sealed class LessonTrainer(
    DecoderModel model,
    ILessonSteps steps,
    LessonExamples examples,
    IReadOnlyList<int> atRisk,
    LessonOptions options,
    long seed,
    TimeProvider time,
    ITrainingPace? pace)
{
    private const int WarmupSteps = 3;

    /// <summary>The share of held-out wordings that must be answered before training may end early.</summary>
    private const double HeldOutShare = 0.75;

    /// <summary>One in this many of the earlier lessons may be lost: some contradict each other.</summary>
    private const int LostShare = 50;

    // Six operations for each parameter and token: two on the way forward, four on the way back.
    private readonly double operations = 6.0 * model.parameters().Sum(parameter => parameter.numel());
    private readonly IReadOnlyList<LessonExample> plain = [.. examples.Plain().Where(example => example.Lesson < examples.Count.Fresh)];
    private readonly IReadOnlyList<LessonExample> heldOut = examples.HeldOut();
    private readonly IReadOnlyList<LessonExample> rehearsed = examples.Rehearsed(atRisk);

    /// <summary>Trains, going on from a checkpoint if there is one.</summary>
    /// <param name="checkpointFolder">Where the checkpoint is kept.</param>
    /// <param name="report">Is told each step.</param>
    /// <param name="cancellationToken">Stops between steps.</param>
    public LessonState Run(string checkpointFolder, Action<LessonProgress> report, CancellationToken cancellationToken)
    {
        using var average = options.AverageDecay is { } decay ? new ParameterAverage(steps.Parameters, decay) : null;
        var checkpoint = new LessonCheckpoint(checkpointFolder, steps, average);
        var state = checkpoint.Load();
        steps.Apply();
        var saved = state.Step;
        model.train();
        while (!state.Ended)
        {
            long started;
            double loss;
            int tokens;
            try
            {
                pace.BeginStep(cancellationToken);
                started = time.GetTimestamp();
                if (options.Dropout > 0)
                    random.manual_seed(unchecked((long)new SplitMix64(seed, state.Step, 4).Next()));
                (loss, tokens) = steps.Take(state, Rate(state), cancellationToken);
            }
            catch (OperationCanceledException) when (state.Step > saved)
            {
                // A step moves the parameters at its very end, so they are still those of the state.
                checkpoint.Save(state);
                throw;
            }

            var step = state.Step + 1;
            average?.Update(step);
            var cooled = step == state.LearnedAt + options.CooldownSteps;
            var look = cooled || step % options.CheckEvery == 0 ? Look(state.Lost, cancellationToken) : new LessonLook(false, null, state.Lost);
            // What the last steps lost again is learned again.
            var learnedAt = cooled && !look.Learned ? null : state.LearnedAt ?? (look.Learned ? step : null);
            var computed = state.Tokens + tokens;
            double[] heldOut = look.HeldOutLoss is { } told ? [.. state.HeldOut, told] : state.HeldOut;
            state = new LessonState
            {
                Step = step,
                Tokens = computed,
                LearnedAt = learnedAt,
                Lost = look.Lost,
                HeldOut = heldOut,
                Ended = (cooled && look.Learned) || step >= options.MaxSteps || computed * operations >= options.MaxCompute || IsEnough(heldOut),
            };
            if (state.Ended || step % options.CheckpointEvery == 0)
            {
                checkpoint.Save(state);
                saved = step;
            }

            report(new LessonProgress(LessonPhase.Training, step, options.MaxSteps, tokens / Math.Max(1e-9, time.GetElapsedTime(started).TotalSeconds), loss, look.HeldOutLoss));
        }

        if (average is not null)
        {
            average.Swap();
            steps.Apply();
        }

        model.eval();
        return state;
    }

    /// <summary>Whether every answer is given to the question as it was taught, nearly every one in other words, and no earlier one lost.</summary>
    public bool IsLearned(CancellationToken cancellationToken) => Look([], cancellationToken).Learned;

    // Shorter steps at the start, and after everything is learned.
    private double Rate(LessonState state)
    {
        var cooled = state.LearnedAt is { } learnedAt ? (state.Step - learnedAt + 1.0) / (options.CooldownSteps + 1.0) : 0.0;
        return Math.Min(1.0, (state.Step + 1.0) / WarmupSteps) * (1.0 - cooled);
    }

    private bool IsEnough(double[] heldOut) =>
        options.Patience is { } patience && new EarlyStopping(Patience: patience).IsEnough([.. heldOut.Select(loss => -loss)]);

    // What is held out is looked at either way: how it fares is what the curve is for. Earlier lessons are looked at when the
    // new ones are learned.
    private LessonLook Look(int[] lost, CancellationToken cancellationToken)
    {
        var trained = model.training;
        model.eval();
        try
        {
            var learned = Check(plain, cancellationToken).All(result => result.Said && result.LeastProbability >= options.Confidence);
            double? loss = null;
            if (heldOut.Count > 0)
            {
                var others = Check(heldOut, cancellationToken);
                learned &= others.Average(result => result.Said ? 1.0 : 0.0) >= HeldOutShare;
                loss = others.Average(result => result.Loss);
            }

            if (!learned || rehearsed.Count == 0)
                return new LessonLook(learned, loss, lost);
            var said = Check(rehearsed, cancellationToken);
            lost = [.. atRisk.Where((_, i) => !said[i].Said)];
            return new LessonLook(lost.Length <= rehearsed.Count / LostShare, loss, lost);
        }
        finally
        {
            model.train(trained);
        }
    }

    private IReadOnlyList<AnswerResult> Check(IReadOnlyList<LessonExample> asked, CancellationToken cancellationToken) =>
        new AnswerCheck(pace).Check(model, asked, cancellationToken);
}
