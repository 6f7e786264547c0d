namespace Samantha.Modeling.Lora;

/// <summary>Which matrices AdaLoRA changes, and how its ranks are shared out among them.</summary>
public sealed record AdaLoraConfig
{
    /// <summary>The rank of each adapter at first, from 1 to <see cref="LoraConfig.LargestRank"/>.</summary>
    public int InitialRank { get; init; } = 12;

    /// <summary>The mean rank of the adapters in the end, from 1 to <see cref="InitialRank"/>.</summary>
    public int TargetRank { get; init; } = 8;

    /// <summary>The change is scaled by Alpha / <see cref="InitialRank"/>.</summary>
    public double Alpha { get; init; } = 16;

    /// <summary>Probability that training drops a unit of an adapter's input, in [0, 1).</summary>
    public double Dropout { get; init; }

    /// <summary>Steps of the whole training, above <see cref="WarmupSteps"/> + <see cref="FinalSteps"/>.</summary>
    public required int Steps { get; init; }

    /// <summary>Steps in which nothing is pruned yet.</summary>
    public int WarmupSteps { get; init; }

    /// <summary>Steps at the end in which the ranks stay as they are.</summary>
    public int FinalSteps { get; init; }

    /// <summary>Steps between two prunings.</summary>
    public int PruneEvery { get; init; } = 1;

    /// <summary>How slowly sensitivity (β₁) and its uncertainty (β₂) follow the steps, in (0, 1).</summary>
    public double Beta1 { get; init; } = 0.85;

    public double Beta2 { get; init; } = 0.85;

    /// <summary>γ, the weight of the singular vectors' distance from being orthonormal.</summary>
    public double Orthogonality { get; init; } = 0.5;

    /// <summary>Ends of the names of the matrices to change, or whole paths.</summary>
    public IReadOnlyList<string> Targets { get; init; } = LoraConfig.AllTargets;

    /// <summary>The base model's name, as the adapter's file tells it.</summary>
    public string? BaseModel { get; init; }

    /// <exception cref="ArgumentException">A setting is impossible.</exception>
    public AdaLoraConfig Validated()
    {
        if (InitialRank is < 1 or > LoraConfig.LargestRank || TargetRank < 1 || TargetRank > InitialRank)
            throw new ArgumentException($"AdaLoRA needs an initial rank from 1 to {LoraConfig.LargestRank} and a target from 1 to that.");
        if (Beta1 is <= 0 or >= 1 || Beta2 is <= 0 or >= 1 || Dropout is < 0 or >= 1 || !double.IsFinite(Alpha) || Orthogonality < 0)
            throw new ArgumentException("AdaLoRA needs betas in (0, 1), a dropout in [0, 1), a finite alpha and an orthogonality of 0 or more.");
        if (WarmupSteps < 0 || FinalSteps < 0 || PruneEvery < 1 || Steps <= WarmupSteps + FinalSteps)
            throw new ArgumentException("AdaLoRA needs steps between those before pruning and those after it.");
        return this;
    }
}
