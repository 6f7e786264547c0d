namespace Samantha.Modeling.Tuning;

/// <summary>Settings of the ways to hold what a decoder learns; each reads its own.</summary>
public sealed record TuningOptions
{
    /// <summary>The rank of low-rank adapters; of AdaLoRA the mean rank in the end.</summary>
    public int Rank { get; init; } = 8;

    /// <summary>Their alpha; twice the rank by default.</summary>
    public double? Alpha { get; init; }

    /// <summary>The probability that training drops a unit of their input, in [0, 1).</summary>
    public double Dropout { get; init; }

    /// <summary>Steps of the whole training, over which AdaLoRA shares its ranks out.</summary>
    public int Steps { get; init; } = 1;

    /// <summary>Units of a bottleneck.</summary>
    public int Width { get; init; } = 16;

    /// <summary>Positions of a prefix.</summary>
    public int PrefixLength { get; init; } = 16;

    /// <summary>The base model's name, as an adapter's file tells it.</summary>
    public string? BaseModel { get; init; }
}
