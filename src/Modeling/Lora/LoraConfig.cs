namespace Samantha.Modeling.Lora;

/// <summary>Which matrices low-rank adapters change, and how much.</summary>
public sealed record LoraConfig
{
    /// <summary>A higher rank than any use has: what asks for more is damaged.</summary>
    public const int LargestRank = 1 << 12;

    /// <summary>Every matrix of every block.</summary>
    public static IReadOnlyList<string> AllTargets { get; } =
        ["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"];

    /// <summary>r, from 1 to <see cref="LargestRank"/>.</summary>
    public int Rank { get; init; } = 8;

    /// <summary>The change is scaled by Alpha / r, or by Alpha / √r.</summary>
    public double Alpha { get; init; } = 16;

    /// <summary>Probability that training drops a unit of an adapter's input, in [0, 1).</summary>
    public double Dropout { get; init; }

    /// <summary>Scale by Alpha / √r (rank-stabilised, Kalajdzievski 2023).</summary>
    public bool RankStabilised { get; init; }

    /// <summary>Ends of the names of the matrices to change: <c>q_proj</c> in all layers, or a whole path.</summary>
    public IReadOnlyList<string> Targets { get; init; } = AllTargets;

    /// <summary>The base model's name, as the adapter's file tells it.</summary>
    public string? BaseModel { get; init; }

    /// <summary>What B·A is multiplied by.</summary>
    public double Scale => Alpha / (RankStabilised ? Math.Sqrt(Rank) : Rank);
}
