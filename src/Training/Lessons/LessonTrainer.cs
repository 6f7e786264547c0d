using Samantha.Modeling.Decoders;
using Samantha.Training.Data;
using static TorchSharp.torch;

namespace Samantha.Training.Lessons;

/// <summary>
/// Teaches a model lessons where they cost the least of what it knows. It ends when every answer is given, be it asked as
/// taught or in other words, and no earlier one is lost; or when the budget is used up. What it does is a function of model,
/// lessons, settings and seed: no clock decides anything.
/// </summary>
/// <param name="model">The model that learns.</param>
/// <param name="weights">What of it is learned.</param>
/// <param name="examples">The lessons.</param>
/// <param name="atRisk">The earlier lessons to rehearse, by their place among those rehearsed, the least sure first.</param>
/// <param name="anchors">What the root says of anchors; null holds to none.</param>
/// <param name="near">What the parent says to questions near the lessons'.</param>
/// <param name="options">Settings.</param>
/// <param name="seed">Seeds the choice of words and anchors.</param>
/// <param name="time">Tells how fast it goes; decides nothing.</param>
/// <param name="pace">Asked before each pass.</param>
internal sealed class LessonTrainer(
    DecoderModel model,
    LearnedWeights weights,
    LessonExamples examples,
    IReadOnlyList<int> atRisk,
    Rehearsal? anchors,
    Rehearsal near,
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
        using var descent = new LessonDescent(weights.Parameters, options.StepLength, options.Momentum);
        var checkpoint = new LessonCheckpoint(checkpointFolder, weights.Parameters, descent);
        var state = checkpoint.Load();
        weights.Apply();
        var saved = state.Step;
        model.train();
        while (!state.Ended)
        {
            long started;
            double loss;
            int tokens;
            try
            {
                pace?.BeforeStep(cancellationToken);
                cancellationToken.ThrowIfCancellationRequested();
                started = time.GetTimestamp();
                (loss, tokens) = Step(descent, state, cancellationToken);
            }
            catch (OperationCanceledException) when (state.Step > saved)
            {
                // A step moves the parameters at its very end, so they are still those of the state.
                checkpoint.Save(state);
                throw;
            }

            var step = state.Step + 1;
            var cooled = step == state.LearnedAt + options.CooldownSteps;
            var look = cooled || step % options.CheckEvery == 0 ? Look(state.Lost, cancellationToken) : new LessonLook(false, null, state.Lost);
            // What the last steps lost again is learned again.
            var learnedAt = cooled && !look.Learned ? null : state.LearnedAt ?? (look.Learned ? step : null);
            var computed = state.Tokens + tokens;
            state = new LessonState
            {
                Step = step,
                Tokens = computed,
                LearnedAt = learnedAt,
                Lost = look.Lost,
                Ended = (cooled && look.Learned) || step >= options.MaxSteps || computed * operations >= options.MaxCompute,
            };
            if (state.Ended || step % options.CheckpointEvery == 0)
            {
                checkpoint.Save(state);
                saved = step;
            }

            report(new LessonProgress(LessonPhase.Training, step, options.MaxSteps, tokens / Math.Max(1e-9, time.GetElapsedTime(started).TotalSeconds), loss, look.HeldOutLoss));
        }

        model.eval();
        return state;
    }

    /// <summary>Whether every answer is given to the question as it was taught, nearly every one in other words, and no earlier one lost.</summary>
    public bool IsLearned(CancellationToken cancellationToken) => Look([], cancellationToken).Learned;

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

    private (double Loss, int Tokens) Step(LessonDescent descent, LessonState state, CancellationToken cancellationToken)
    {
        using var scope = NewDisposeScope();
        var step = state.Step;
        var cooled = state.LearnedAt is { } learnedAt ? (step - learnedAt + 1.0) / (options.CooldownSteps + 1.0) : 0.0;
        var rows = examples.Step(step, Asked(step, state.Lost), seed);
        var (inputs, labels) = LessonBatch.Tensors(rows, model.Device);
        weights.Clear();
        var loss = model.Loss(inputs, labels);
        var told = loss.item<float>();
        if (!double.IsFinite(told))
            throw new InvalidOperationException($"The loss of step {step} is not a number.");
        loss.backward();
        var (ofAnchors, anchorTokens) = Hold(anchors, options.AnchorRows, options.AnchorWeight, new SplitMix64(seed, step, 1), cancellationToken);
        var (ofNear, nearTokens) = Hold(near, options.NearRows, options.NearWeight, new SplitMix64(seed, step, 2), cancellationToken);
        weights.Gather();
        descent.Step(told + ofAnchors + ofNear, Math.Min(1.0, (step + 1.0) / WarmupSteps) * (1.0 - cooled));
        weights.Apply();
        return (told, rows.Sum(row => row.Ids.Length) + anchorTokens + nearTokens);
    }

    // The new lessons in turn; of the earlier ones by turns one that is lost and one that is at risk.
    private IEnumerable<int> Asked(int step, int[] lost)
    {
        var fresh = examples.Count.Fresh;
        var rows = Math.Clamp(2 * fresh, options.LessonRows, Math.Max(options.LessonRows, options.MostLessonRows));
        for (var row = 0; row < rows; row++)
            yield return (step * rows + row) % fresh;
        for (var row = 0; row < Math.Min(options.RehearsedRows, atRisk.Count); row++)
        {
            var at = step * options.RehearsedRows + row;
            yield return fresh + (lost.Length > 0 && at % 2 == 0 ? lost[at / 2 % lost.Length] : atRisk[at % atRisk.Count]);
        }
    }

    private (double Loss, int Tokens) Hold(Rehearsal? held, int rows, double weight, SplitMix64 random, CancellationToken cancellationToken)
    {
        if (held is null || held.IsEmpty || rows == 0 || weight == 0)
            return (0.0, 0);
        pace?.BeforeStep(cancellationToken);
        using var scope = NewDisposeScope();
        var loss = held.Divergence(model, rows, random).mul(weight);
        loss.backward();
        return (loss.item<float>(), held.Tokens(rows));
    }
}
