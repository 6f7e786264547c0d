using Samantha.Modeling.Decoders;
using Samantha.Training.Data;
using Samantha.Training.Optimization;
using static TorchSharp.torch;
using Parameter = TorchSharp.Modules.Parameter;

namespace Samantha.Training.Lessons;

/// <summary>
/// Teaches a model lessons while it stays near its parent: each step lowers the loss of some answers and the divergence from
/// the parent on some anchors. It ends when every answer is given, be it asked as taught or in other words, or when the
/// budget is used up.
/// </summary>
/// <param name="model">The model that learns.</param>
/// <param name="parameters">What of it is learned.</param>
/// <param name="examples">The lessons.</param>
/// <param name="rehearsal">The anchors.</param>
/// <param name="near">Questions near the lessons'.</param>
/// <param name="options">Settings.</param>
/// <param name="seed">Seeds the choice of words and anchors.</param>
/// <param name="time">Tells how fast it goes; decides nothing.</param>
/// <param name="pace">Asked before each pass.</param>
internal sealed class LessonTrainer(
    DecoderModel model,
    IReadOnlyList<Parameter> parameters,
    LessonExamples examples,
    Rehearsal rehearsal,
    Rehearsal near,
    LessonOptions options,
    long seed,
    TimeProvider time,
    ITrainingPace? pace)
{
    private const int WarmupSteps = 5;

    /// <summary>The share of held-out wordings that must be answered before training may end early.</summary>
    private const double HeldOutShare = 0.9;

    // Six operations for each parameter and token: two on the way forward, four on the way back.
    private readonly double operations = 6.0 * model.parameters().Sum(parameter => parameter.numel());
    private readonly IReadOnlyList<LessonExample> plain = examples.Plain();
    private readonly IReadOnlyList<LessonExample> heldOut = examples.HeldOut();

    /// <summary>Trains, going on from a checkpoint if there is one.</summary>
    /// <param name="checkpointFolder">Where the checkpoint is kept.</param>
    /// <param name="report">Is told each step.</param>
    /// <param name="cancellationToken">Stops between steps.</param>
    public LessonState Run(string checkpointFolder, Action<LessonProgress> report, CancellationToken cancellationToken)
    {
        using var optimizer = new ModelOptimizer(parameters, new OptimizerOptions { LearningRate = options.LearningRate, WeightDecay = 0, Beta2 = 0.99 });
        var checkpoint = new LessonCheckpoint(checkpointFolder, parameters, optimizer);
        var state = checkpoint.Load();
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
                (loss, tokens) = Step(optimizer, state, cancellationToken);
            }
            catch (OperationCanceledException) when (state.Step > saved)
            {
                // A step moves the parameters at its very end, so they are still those of the state.
                checkpoint.Save(state);
                throw;
            }

            var step = state.Step + 1;
            var look = step % options.CheckEvery == 0 ? Look(cancellationToken) : default;
            var learnedAt = state.LearnedAt ?? (look.Learned ? step : null);
            // A bound on time would end the same session elsewhere each time.
            var computed = state.Tokens + tokens;
            state = new LessonState
            {
                Step = step,
                Tokens = computed,
                LearnedAt = learnedAt,
                Ended = step >= learnedAt + options.CooldownSteps || step >= options.MaxSteps || computed * operations >= options.MaxCompute,
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

    /// <summary>Whether every answer is given to the question as it was taught, and nearly every one in other words.</summary>
    public bool IsLearned(CancellationToken cancellationToken) => Look(cancellationToken).Learned;

    // What is held out is looked at either way: how it fares is what the curve is for.
    private (bool Learned, double? HeldOutLoss) Look(CancellationToken cancellationToken)
    {
        var trained = model.training;
        model.eval();
        try
        {
            var learned = Check(plain, cancellationToken).All(result => result.Said && result.LeastProbability >= options.Confidence);
            if (heldOut.Count == 0)
                return (learned, null);
            var others = Check(heldOut, cancellationToken);
            return (learned && others.Average(result => result.Said ? 1.0 : 0.0) >= HeldOutShare, others.Average(result => result.Loss));
        }
        finally
        {
            model.train(trained);
        }
    }

    private IReadOnlyList<AnswerResult> Check(IReadOnlyList<LessonExample> asked, CancellationToken cancellationToken) =>
        new AnswerCheck(pace).Check(model, asked, cancellationToken);

    private (double Loss, int Tokens) Step(ModelOptimizer optimizer, LessonState state, CancellationToken cancellationToken)
    {
        using var scope = NewDisposeScope();
        var step = state.Step;
        var cooled = state.LearnedAt is { } learnedAt ? (step - learnedAt + 1.0) / (options.CooldownSteps + 1.0) : 0.0;
        var rows = examples.Step(step, options.LessonRows, seed);
        var (inputs, labels) = LessonBatch.Tensors(rows, model.Device);
        optimizer.ClearGradients();
        var loss = model.Loss(inputs, labels);
        var told = loss.item<float>();
        if (!double.IsFinite(told))
            throw new InvalidOperationException($"The loss of step {step} is not a number.");
        loss.backward();
        var weight = options.AnchorWeight * (cooled > 0 ? options.CooldownAnchors : 1.0);
        Hold(rehearsal, options.AnchorRows, weight, new SplitMix64(seed, step, 1), cancellationToken);
        Hold(near, options.NearRows, weight, new SplitMix64(seed, step, 2), cancellationToken);
        optimizer.Step(Math.Min(1.0, (step + 1.0) / WarmupSteps) * (1.0 - cooled));
        return (told, rows.Sum(row => row.Ids.Length) + rehearsal.Tokens(options.AnchorRows) + near.Tokens(options.NearRows));
    }

    private void Hold(Rehearsal anchors, int rows, double weight, SplitMix64 random, CancellationToken cancellationToken)
    {
        if (anchors.IsEmpty || rows == 0 || weight == 0)
            return;
        pace?.BeforeStep(cancellationToken);
        using var scope = NewDisposeScope();
        anchors.Divergence(model, rows, random).mul(weight).backward();
    }
}
