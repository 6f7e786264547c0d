using System.CommandLine;
using Samantha.Training.Optimization;
using Samantha.Training.Runs;

namespace Samantha.Silo.Commands;

/// <summary>The options that all training from files shares: rows and batches, the optimizer, the schedule, the budget.</summary>
internal sealed class TrainingSettings
{
    private readonly Option<int?> row = new("--row") { Description = "The longest row, in tokens." };
    private readonly Option<int?> batch = new("--batch") { Description = "Tokens that go through the model at once." };
    private readonly Option<int?> accumulate = new("--accumulate") { Description = "Batches a step." };
    private readonly Option<double?> rate = new("--lr") { Description = "The highest learning rate." };
    private readonly Option<double?> muon = new("--muon-lr") { Description = "The highest learning rate of Muon; 0 leaves all to AdamW." };
    private readonly Option<double?> muonDecay = new("--muon-weight-decay");
    private readonly Option<double?> decay = new("--weight-decay");
    private readonly Option<double?> beta2 = new("--beta2");
    private readonly Option<double?> clip = new("--clip") { Description = "A longer gradient is scaled to this norm." };
    private readonly Option<ScheduleKind?> schedule = new("--schedule") { Description = "WarmupStableDecay, Cosine or Constant." };
    private readonly Option<int?> warmup = new("--warmup") { Description = "Steps of warm-up." };
    private readonly Option<double?> cooldown = new("--cooldown") { Description = "The last share of the run in which the rate comes down." };
    private readonly Option<double?> average = new("--average") { Description = "Decay of the average of weights; 0 for none." };
    private readonly Option<double?> minutes = new("--minutes") { Description = "How long to train." };
    private readonly Option<long?> steps = new("--steps") { Description = "How long to train; goes before --minutes." };
    private readonly Option<double?> evaluate = new("--evaluate-minutes") { Description = "Time between measurements on held-out data." };
    private readonly Option<long?> seed = new("--seed");

    public void AddTo(Command command)
    {
        foreach (var option in new Option[]
                 {
                     row, batch, accumulate, rate, muon, muonDecay, decay, beta2, clip, schedule, warmup, cooldown, average, minutes, steps, evaluate, seed,
                 })
            command.Add(option);
    }

    /// <summary>The settings that are given, over a basis.</summary>
    public TrainingOptions Read(ParseResult result, TrainingOptions basis)
    {
        var length = result.GetValue(steps) is { } count ? (Steps: (long?)count, Time: (TimeSpan?)null)
            : result.GetValue(minutes) is { } time ? (null, TimeSpan.FromMinutes(time))
            : (basis.Steps, basis.Time);
        return basis with
        {
            Steps = length.Steps,
            Time = length.Time,
            Seed = result.GetValue(seed) ?? basis.Seed,
            BatchesPerStep = result.GetValue(accumulate) ?? basis.BatchesPerStep,
            AverageDecay = result.GetValue(average) is { } kept ? (kept > 0 ? kept : null) : basis.AverageDecay,
            EvaluateEvery = result.GetValue(evaluate) is { } interval ? TimeSpan.FromMinutes(interval) : basis.EvaluateEvery,
            Batches = basis.Batches with
            {
                RowLength = result.GetValue(row) ?? basis.Batches.RowLength,
                BatchTokens = result.GetValue(batch) ?? basis.Batches.BatchTokens,
                Seed = result.GetValue(seed) ?? basis.Batches.Seed,
            },
            Optimizer = basis.Optimizer with
            {
                LearningRate = result.GetValue(rate) ?? basis.Optimizer.LearningRate,
                Muon = Muon(result, basis.Optimizer.Muon),
                WeightDecay = result.GetValue(decay) ?? basis.Optimizer.WeightDecay,
                Beta2 = result.GetValue(beta2) ?? basis.Optimizer.Beta2,
                MaxGradientNorm = result.GetValue(clip) ?? basis.Optimizer.MaxGradientNorm,
            },
            Schedule = basis.Schedule with
            {
                Kind = result.GetValue(schedule) ?? basis.Schedule.Kind,
                WarmupSteps = result.GetValue(warmup) ?? basis.Schedule.WarmupSteps,
                DecayShare = result.GetValue(cooldown) ?? basis.Schedule.DecayShare,
            },
        };
    }

    private MuonOptions? Muon(ParseResult result, MuonOptions? basis)
    {
        var highest = result.GetValue(muon);
        if (highest == 0 || (highest is null && basis is null))
            return null;
        basis ??= new MuonOptions();
        return basis with { LearningRate = highest ?? basis.LearningRate, WeightDecay = result.GetValue(muonDecay) ?? basis.WeightDecay };
    }
}
