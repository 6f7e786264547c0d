using Samantha.Modeling.Checkpoints;
using Samantha.Modeling.Encoders;
using Samantha.Training.Data;
using Samantha.Training.Evaluation;
using Samantha.Training.Runs;

namespace Samantha.Training.FineTuning;

/// <summary>Fine-tunes an encoder as a classifier of texts or words.</summary>
internal static class EncoderFineTuning
{
    public static FineTuningResult Run(FineTuningJob job, CancellationToken cancellationToken)
    {
        var recipe = job.Recipe;
        var head = ClassReader.Head(recipe.Data);
        using var pretrained = ModelFolder.LoadEncoder(recipe.Model);
        var labels = ClassReader.Labels(recipe.Data, head);
        // A classifier that knows the labels goes on with what it learned; any other encoder gets a fresh head.
        using var fresh = IsClassifierOf(pretrained, head, labels) ? null : pretrained.WithHead(head, labels, seed: recipe.Training.Seed);
        var model = fresh ?? pretrained;
        var (rows, limit) = job.Rows(model.Config.VocabularySize, model.Config.MaxPositions);
        var padding = job.Tokenizer.PaddingId ?? model.Config.PaddingToken
            ?? throw new CheckpointException(recipe.Model, "names no token that fills a batch.", "Say pad_token_id in its config.json.");
        var reader = new ClassReader(job.Tokenizer, limit);
        job.Say("Tokenizing");
        var examples = reader.Read(recipe.Data, head, model.Config.Labels);
        var heldOut = recipe.Evaluation.Count > 0 ? reader.Read(recipe.Evaluation, head, model.Config.Labels) : [];

        IReadOnlyList<TokenBatch> held = heldOut.Count > 0 ? new ExampleBatches(heldOut, rows, padding).Epoch(0) : [];
        var evaluator = new LabelEvaluator(padding);
        var (run, result) = job.Train(new EncoderObjective(model, job.Tokenizer, evaluator, held), examples, rows, padding);
        if (!result.Finished)
            return new FineTuningResult(result, []);

        run.Write("model", temporary =>
        {
            ModelFolder.Write(temporary, model, job.Weights);
            job.Tokenizer.Save(temporary);
        });
        return new FineTuningResult(result, [run.Model])
        {
            Labels = model.Config.Labels,
            Report = held.Count > 0 ? Report(evaluator.Score(model, held, cancellationToken), model.Config.Labels.Count) : null,
        };
    }

    private static bool IsClassifierOf(EncoderModel model, EncoderHead head, IReadOnlyList<string> labels) =>
        model.Head == head && !model.Config.MultiLabel && labels.All(model.Config.Labels.Contains);

    private static ClassificationReport Report(LabelScore score, int classes) => ClassificationReport.Compare(score.Predicted, score.Actual, classes);
}
