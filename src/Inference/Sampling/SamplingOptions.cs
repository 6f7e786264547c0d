namespace Samantha.Inference.Sampling;

/// <summary>How the next token is chosen from the model's logits. The steps apply in the order of the properties here.</summary>
public sealed record SamplingOptions
{
    /// <summary>Draws from the model's own distribution.</summary>
    public static SamplingOptions Default { get; } = new();

    /// <summary>Takes the likeliest token each time.</summary>
    public static SamplingOptions Greedy { get; } = new() { Temperature = 0 };

    /// <summary>
    /// Makes tokens of the prompt and of the reply so far less likely, above 0; 1 leaves them alone
    /// (Keskar et al. 2019, section 4.1).
    /// </summary>
    public float RepetitionPenalty { get; init; } = 1;

    /// <summary>Divides the logits, at least 0; 0 takes the likeliest token.</summary>
    public float Temperature { get; init; } = 1;

    /// <summary>Keeps so many of the likeliest tokens; 0 keeps all (Fan et al. 2018).</summary>
    public int TopK { get; init; }

    /// <summary>Keeps the likeliest tokens that together reach this probability, in (0, 1]; 1 keeps all (Holtzman et al. 2020).</summary>
    public float TopP { get; init; } = 1;

    /// <summary>Keeps tokens at least this likely relative to the likeliest, in [0, 1]; 0 keeps all (Nguyen et al. 2024).</summary>
    public float MinP { get; init; }

    /// <summary>Checks the ranges.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range, or not a number.</exception>
    internal void Validate()
    {
        Require(RepetitionPenalty > 0 && float.IsFinite(RepetitionPenalty), nameof(RepetitionPenalty), RepetitionPenalty, "above 0");
        Require(Temperature >= 0 && float.IsFinite(Temperature), nameof(Temperature), Temperature, "at least 0");
        Require(TopK >= 0, nameof(TopK), TopK, "at least 0");
        Require(TopP is > 0 and <= 1, nameof(TopP), TopP, "above 0 and at most 1");
        Require(MinP is >= 0 and <= 1, nameof(MinP), MinP, "between 0 and 1");
    }

    private static void Require(bool valid, string name, object value, string range)
    {
        if (!valid)
            throw new ArgumentOutOfRangeException(name, value, $"{name} must be {range}.");
    }
}
