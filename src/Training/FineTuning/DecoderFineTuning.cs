using Samantha.Modeling;
using Samantha.Modeling.Checkpoints;
using Samantha.Modeling.Decoders;
using Samantha.Modeling.Tuning;
using Samantha.Training.Data;
using Samantha.Training.Evaluation;
using Samantha.Training.Runs;
using static TorchSharp.torch;

namespace Samantha.Training.FineTuning;

/// <summary>Fine-tunes a decoder, in all its weights or by what is learned beside them.</summary>
internal static class DecoderFineTuning
{
    /// <summary>Replies that are made at once.</summary>
    private const int RepliesAtOnce = 16;

    public static FineTuningResult Run(FineTuningJob job, ScalarType products, CancellationToken cancellationToken)
    {
        var recipe = job.Recipe;
        using var model = ModelFolder.LoadDecoder(recipe.Model);
        model.ProductType = products;
        var (rows, limit) = job.Rows(model.Config.VocabularySize, model.Config.MaxPositions - recipe.Taken);
        var reader = new DialogueReader(job.Tokenizer, limit, recipe.AllLines);
        job.Say("Tokenizing");
        var examples = reader.Read(recipe.Data);
        var heldOut = recipe.Evaluation.Count > 0 ? reader.Read(recipe.Evaluation) : [];
        var dialogues = recipe.Generate > 0 ? Answered(recipe) : [];
        // Nothing sees what fills a row: any token does where the model names none.
        var padding = job.Tokenizer.PaddingId ?? model.Config.PaddingToken ?? 0;

        using var tuning = recipe.Held == TuningCatalog.Full ? null
            : TuningCatalog.Create(recipe.Held, model, Options(recipe, job.Steps(new ExampleBatches(examples, rows, padding))), recipe.Training.Seed);
        var held = heldOut.Count > 0 ? new ExampleBatches(heldOut, rows, padding).Epoch(0) : [];
        var bytes = heldOut.Sum(example => (long)example.Bytes);
        var objective = new DecoderObjective(
            model, job.Tokenizer, () => held.Count > 0 ? LanguageEvaluator.Bits(model, held) / Math.Max(1, bytes) : null, tuning);
        var (run, result) = job.Train(objective, examples, rows, padding);
        if (!result.Finished)
            return new FineTuningResult(result, []);

        var output = Write(job, run, model, tuning);
        return new FineTuningResult(result, output) { Replies = dialogues.Count > 0 ? Reply(job, model, dialogues, cancellationToken) : null };
    }

    private static TuningOptions Options(FineTuningRecipe recipe, long? steps)
    {
        var options = new TuningOptions();
        return options with
        {
            Rank = recipe.LoraRank ?? options.Rank,
            Alpha = recipe.LoraAlpha,
            Dropout = recipe.LoraDropout,
            Steps = (int)Math.Min(int.MaxValue, steps ?? 1),
            Width = recipe.AdapterWidth,
            PrefixLength = recipe.PrefixLength,
            BaseModel = Path.GetFullPath(recipe.Model),
        };
    }

    private static List<string> Write(FineTuningJob job, RunFolder run, DecoderModel model, ITuning? tuning)
    {
        var output = new List<string>();
        if (tuning is not null)
        {
            run.Write("adapter", temporary => TuningFolder.Write(temporary, tuning, job.Weights));
            output.Add(run["adapter"]);
            if (tuning.CanMerge)
                tuning.Merge();
        }

        if (tuning is null || job.Recipe.Merge)
        {
            run.Write("model", temporary =>
            {
                ModelFolder.Write(temporary, model, job.Weights);
                job.Tokenizer.Save(temporary);
            });
            output.Add(run.Model);
        }

        return output;
    }

    // The first dialogues of the evaluation files in which the assistant answers someone, each up to its last answer.
    private static List<IReadOnlyList<DialogueTurn>> Answered(FineTuningRecipe recipe)
    {
        var dialogues = DialogueReader.Dialogues(recipe.Evaluation).Select(UpToAnswer).Where(turns => turns.Count > 0).Take(recipe.Generate).ToList();
        return dialogues.Count > 0
            ? dialogues
            : throw new TrainingDataException($"{string.Join(", ", recipe.Evaluation)}: no dialogue has an answer to compare replies with. Add one, or leave --generate out.");
    }

    private static IReadOnlyList<DialogueTurn> UpToAnswer(IReadOnlyList<DialogueTurn> turns)
    {
        for (var last = turns.Count - 1; last > 0; last--)
        {
            if (turns[last].Speaker == Speaker.Assistant && turns[last - 1].Speaker == Speaker.User)
                return [.. turns.Take(last + 1)];
        }

        return [];
    }

    private static ReplyScore Reply(FineTuningJob job, DecoderModel model, List<IReadOnlyList<DialogueTurn>> dialogues, CancellationToken cancellationToken)
    {
        job.Say($"Replying to {dialogues.Count:N0} dialogues");
        var decoder = new GreedyDecoder(model, job.Tokenizer);
        var replies = dialogues.Chunk(RepliesAtOnce)
            .SelectMany(some => decoder.Replies([.. some.Select(turns => (IReadOnlyList<DialogueTurn>)[.. turns.SkipLast(1)])], cancellationToken: cancellationToken))
            .ToList();
        return ReplyScore.Compare(replies, [.. dialogues.Select(turns => DialogueFormat.Fold(turns[^1].Text))]);
    }
}
