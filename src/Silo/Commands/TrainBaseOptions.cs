using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Serialization;
using Samantha.Training.Data;
using Samantha.Training.Optimization;
using Samantha.Training.Pretraining;

namespace Samantha.Silo.Commands;

/// <summary>The options of <c>train base</c> that make its recipe: a file, and single settings over it.</summary>
internal sealed class TrainBaseOptions
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter() },
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    private readonly Option<FileInfo?> config = new("--config") { Description = "A recipe as JSON (a run writes its own as recipe.json)." };
    private readonly Option<int?> vocabulary = new("--vocabulary") { Description = "Tokens in the vocabulary." };
    private readonly Option<int?> depth = new("--depth") { Description = "The dial of size." };
    private readonly Option<int?> hidden = new("--hidden") { Description = "Width of the residual stream." };
    private readonly Option<int?> layers = new("--layers");
    private readonly Option<int?> heads = new("--heads");
    private readonly Option<int?> keyValueHeads = new("--kv-heads");
    private readonly Option<int?> feedForward = new("--feed-forward") { Description = "Width of the feed-forward layer." };
    private readonly Option<double?> dropout = new("--dropout");
    private readonly Option<double?> smallTalk = new("--small-talk") { Description = "Passes through the small talk an epoch." };
    private readonly Option<double?> books = new("--books") { Description = "Passes through the books an epoch." };
    private readonly Option<double?> shakespeare = new("--shakespeare") { Description = "Passes through tinyshakespeare an epoch." };
    private readonly Option<int?> row = new("--row") { Description = "The longest row, in tokens." };
    private readonly Option<int?> batch = new("--batch") { Description = "Tokens that go through the model at once." };
    private readonly Option<int?> accumulate = new("--accumulate") { Description = "Batches a step." };
    private readonly Option<double?> rate = new("--lr") { Description = "The highest learning rate." };
    private readonly Option<double?> muon = new("--muon-lr") { Description = "The highest learning rate of Muon; 0 leaves all to AdamW." };
    private readonly Option<double?> muonDecay = new("--muon-weight-decay");
    private readonly Option<double?> decay = new("--weight-decay");
    private readonly Option<double?> beta2 = new("--beta2");
    private readonly Option<ScheduleKind?> schedule = new("--schedule") { Description = "WarmupStableDecay, Cosine or Constant." };
    private readonly Option<int?> warmup = new("--warmup") { Description = "Steps of warm-up." };
    private readonly Option<double?> cooldown = new("--cooldown") { Description = "The last share of the run in which the rate comes down." };
    private readonly Option<double?> average = new("--average") { Description = "Decay of the average of weights; 0 for none." };
    private readonly Option<double?> minutes = new("--minutes") { Description = "How long to train." };
    private readonly Option<long?> steps = new("--steps") { Description = "How long to train; goes before --minutes." };
    private readonly Option<double?> evaluate = new("--evaluate-minutes") { Description = "Time between measurements on the dev split." };
    private readonly Option<long?> seed = new("--seed");

    public void AddTo(Command command)
    {
        foreach (var option in new Option[]
                 {
                     config, vocabulary, depth, hidden, layers, heads, keyValueHeads, feedForward, dropout, smallTalk, books, shakespeare, row, batch,
                     accumulate, rate, muon, muonDecay, decay, beta2, schedule, warmup, cooldown, average, minutes, steps, evaluate, seed,
                 })
            command.Add(option);
    }

    /// <exception cref="TrainingDataException">The recipe's file cannot be read.</exception>
    public BaseModelRecipe Read(ParseResult result)
    {
        var recipe = result.GetValue(config) is { } file ? Load(file) : new BaseModelRecipe();
        var training = recipe.Training;
        var length = result.GetValue(steps) is { } count ? (Steps: (long?)count, Time: (TimeSpan?)null)
            : result.GetValue(minutes) is { } time ? (null, TimeSpan.FromMinutes(time))
            : (training.Steps, training.Time);
        return recipe with
        {
            VocabularySize = result.GetValue(vocabulary) ?? recipe.VocabularySize,
            Depth = result.GetValue(depth) ?? recipe.Depth,
            HiddenSize = result.GetValue(hidden) ?? recipe.HiddenSize,
            Layers = result.GetValue(layers) ?? recipe.Layers,
            Heads = result.GetValue(heads) ?? recipe.Heads,
            KeyValueHeads = result.GetValue(keyValueHeads) ?? recipe.KeyValueHeads,
            IntermediateSize = result.GetValue(feedForward) ?? recipe.IntermediateSize,
            HiddenDropout = result.GetValue(dropout) ?? recipe.HiddenDropout,
            SmallTalkPasses = result.GetValue(smallTalk) ?? recipe.SmallTalkPasses,
            BookPasses = result.GetValue(books) ?? recipe.BookPasses,
            ShakespearePasses = result.GetValue(shakespeare) ?? recipe.ShakespearePasses,
            Training = training with
            {
                Steps = length.Steps,
                Time = length.Time,
                Seed = result.GetValue(seed) ?? training.Seed,
                BatchesPerStep = result.GetValue(accumulate) ?? training.BatchesPerStep,
                AverageDecay = result.GetValue(average) is { } kept ? (kept > 0 ? kept : null) : training.AverageDecay,
                EvaluateEvery = result.GetValue(evaluate) is { } interval ? TimeSpan.FromMinutes(interval) : training.EvaluateEvery,
                Batches = training.Batches with
                {
                    RowLength = result.GetValue(row) ?? training.Batches.RowLength,
                    BatchTokens = result.GetValue(batch) ?? training.Batches.BatchTokens,
                    Seed = result.GetValue(seed) ?? training.Batches.Seed,
                },
                Optimizer = training.Optimizer with
                {
                    LearningRate = result.GetValue(rate) ?? training.Optimizer.LearningRate,
                    Muon = Muon(result, training.Optimizer.Muon),
                    WeightDecay = result.GetValue(decay) ?? training.Optimizer.WeightDecay,
                    Beta2 = result.GetValue(beta2) ?? training.Optimizer.Beta2,
                },
                Schedule = training.Schedule with
                {
                    Kind = result.GetValue(schedule) ?? training.Schedule.Kind,
                    WarmupSteps = result.GetValue(warmup) ?? training.Schedule.WarmupSteps,
                    DecayShare = result.GetValue(cooldown) ?? training.Schedule.DecayShare,
                },
            },
        };
    }

    private MuonOptions? Muon(ParseResult result, MuonOptions? recipe)
    {
        var highest = result.GetValue(muon);
        if (highest == 0 || (highest is null && recipe is null))
            return null;
        recipe ??= new MuonOptions();
        return recipe with { LearningRate = highest ?? recipe.LearningRate, WeightDecay = result.GetValue(muonDecay) ?? recipe.WeightDecay };
    }

    private static BaseModelRecipe Load(FileInfo file)
    {
        try
        {
            return JsonSerializer.Deserialize<BaseModelRecipe>(File.ReadAllText(file.FullName), Json)
                ?? throw new TrainingDataException($"{file} is empty.");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new TrainingDataException($"{file} is not a recipe: {error.Message}", error);
        }
    }
}
