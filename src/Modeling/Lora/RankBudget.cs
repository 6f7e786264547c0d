namespace Samantha.Modeling.Lora;

/// <summary>How many singular values there may be at each step: all at first, then fewer by a cubic law (Zhang et al. 2023, equation 12).</summary>
/// <param name="config">The schedule.</param>
/// <param name="matrices">How many matrices are adapted.</param>
internal sealed class RankBudget(AdaLoraConfig config, int matrices)
{
    /// <summary>The budget after a number of steps.</summary>
    public int After(int steps)
    {
        var (most, least) = (config.InitialRank * matrices, config.TargetRank * matrices);
        var left = 1.0 - (double)(steps - config.WarmupSteps) / (config.Steps - config.FinalSteps - config.WarmupSteps);
        return least + (int)((most - least) * Math.Pow(Math.Clamp(left, 0, 1), 3));
    }

    /// <summary>Whether singular values are chosen anew after a number of steps; at the end of the schedule for the last time.</summary>
    public bool ChoosesAfter(int steps) =>
        steps > config.WarmupSteps && steps <= config.Steps - config.FinalSteps && (steps % config.PruneEvery == 0 || steps == config.Steps - config.FinalSteps);
}
