using Samantha.Modeling.Decoders;
using Samantha.Training.Data;
using static TorchSharp.torch;
using Parameter = TorchSharp.Modules.Parameter;

namespace Samantha.Training.Lessons;

/// <summary>
/// Descent where it costs the least of what the model knows, with the earlier lessons that are at risk in
/// each step, and held to what root and parent say.
/// </summary>
/// <param name="model">The model that learns.</param>
/// <param name="weights">What of it is learned; it outlives this.</param>
/// <param name="examples">The lessons.</param>
/// <param name="atRisk">The earlier lessons to rehearse, by their place among those rehearsed, the least sure first.</param>
/// <param name="anchors">What the root says of anchors, which this owns; null holds to none.</param>
/// <param name="near">What the parent says to questions near the lessons', which this owns.</param>
/// <param name="added">What is added to the loss.</param>
/// <param name="options">Settings.</param>
/// <param name="seed">Seeds the choice of words and anchors.</param>
/// <param name="pace">Asked before each pass but the first.</param>
internal sealed class DescentSteps(
    DecoderModel model,
    LearnedWeights weights,
    LessonExamples examples,
    IReadOnlyList<int> atRisk,
    Rehearsal? anchors,
    Rehearsal near,
    AddedLosses added,
    LessonOptions options,
    long seed,
    ITrainingPace? pace) : ILessonSteps
{
    private readonly LessonDescent descent = new(weights.Parameters, options.StepLength, options.Momentum);

    public IReadOnlyList<Parameter> Parameters => weights.Parameters;

    public IStepsState? State => added.CanResume ? descent : null;

    public void Apply() => weights.Apply();

    public (double Loss, int Tokens) Take(LessonState state, double rate, CancellationToken cancellationToken)
    {
        using var scope = NewDisposeScope();
        var step = state.Step;
        var rows = examples.Step(step, Asked(step, state.Lost), seed, options.Augment);
        var (inputs, labels) = LessonBatch.Tensors(rows, model.Device);
        weights.Clear();
        var loss = model.Loss(inputs, labels);
        var told = loss.item<float>();
        if (!double.IsFinite(told))
            throw new InvalidOperationException($"The loss of step {step} is not a number.");
        loss.backward();
        var (ofAnchors, anchorTokens) = Hold(anchors, options.AnchorRows, options.AnchorWeight, new SplitMix64(seed, step, 1), cancellationToken);
        var (ofNear, nearTokens) = Hold(near, options.NearRows, options.NearWeight, new SplitMix64(seed, step, 2), cancellationToken);
        var more = added.Backward(step);
        weights.Gather();
        descent.Step(told + ofAnchors + ofNear + more, rate);
        weights.Apply();
        added.Stepped(step);
        return (told, rows.Sum(row => row.Ids.Length) + anchorTokens + nearTokens);
    }

    public void Dispose()
    {
        descent.Dispose();
        anchors?.Dispose();
        near.Dispose();
    }

    // The new lessons in turn; of the earlier ones by turns one that is lost and one that is at risk.
    private IEnumerable<int> Asked(int step, int[] lost)
    {
        var fresh = examples.Count.Fresh;
        foreach (var lesson in examples.InTurn(step, options))
            yield return lesson;
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
        pace.BeginStep(cancellationToken);
        using var scope = NewDisposeScope();
        var loss = held.Divergence(model, rows, random).mul(weight);
        loss.backward();
        return (loss.item<float>(), held.Tokens(rows));
    }
}
