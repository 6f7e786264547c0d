namespace Samantha.Training.Continual.Strategies;

/// <summary>Settings of the strategies; the defaults are those of the tables in docs/results.</summary>
public sealed record StrategyOptions
{
    /// <summary>Samples that may be kept.</summary>
    public int Memory { get; init; } = 1500;

    /// <summary>Kept samples that join an update's own.</summary>
    public int ReplayBatch { get; init; } = 32;

    /// <summary>DER++: the weight of the distance to the logits of the past (α), and of the kept samples' labels (β).</summary>
    public double DarkWeight { get; init; } = 1;

    public double LabelWeight { get; init; } = 1;

    /// <summary>EWC: how firmly weights are held (λ), and what an older task's hold is multiplied by at each new one (γ).</summary>
    public double EwcStrength { get; init; } = 1000;

    public double EwcDecay { get; init; } = 1;

    /// <summary>EWC: of how many samples of a task the Fisher information is taken at most; more hold more (docs/LOG.md).</summary>
    public int FisherSamples { get; init; } = 600;

    /// <summary>LwF: the weight of the old model's answers (λ), and the temperature at which they are compared (T).</summary>
    public double DistillationWeight { get; init; } = 1;

    public double DistillationTemperature { get; init; } = 2;

    /// <summary>O-LoRA: the weight of orthogonality (λ).</summary>
    public double OrthogonalStrength { get; init; } = 0.5;

    /// <summary>The length of the adversarial perturbation of embeddings; 0 is none.</summary>
    public double Adversary { get; init; }

    /// <summary>Seeds what is kept and what is drawn.</summary>
    public int Seed { get; init; }
}
