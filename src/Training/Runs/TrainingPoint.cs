using System.Text.Json.Serialization;

namespace Samantha.Training.Runs;

/// <summary>One point of a training curve.</summary>
public sealed record TrainingPoint
{
    public required long Step { get; init; }

    /// <summary>Passes through the main source so far.</summary>
    public double Epoch { get; init; }

    /// <summary>Tokens so far.</summary>
    public long Tokens { get; init; }

    /// <summary>Seconds of training so far.</summary>
    public double Seconds { get; init; }

    /// <summary>The running mean of the training loss, in nats a label.</summary>
    public double Loss { get; init; }

    public double LearningRate { get; init; }

    /// <summary>The gradient's norm before clipping.</summary>
    public double GradientNorm { get; init; }

    public double TokensPerSecond { get; init; }

    /// <summary>Bits a byte on development data, where it was measured at this step.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? DevBitsPerByte { get; init; }

    /// <summary>The same of the averaged weights.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? AverageDevBitsPerByte { get; init; }

    /// <summary>Bits a masked token or a class on development data, where that is what was measured.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? DevBitsPerLabel { get; init; }

    /// <summary>The same of the averaged weights.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? AverageDevBitsPerLabel { get; init; }

    /// <summary>The share of those labels that were the likeliest, in [0, 1].</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? DevAccuracy { get; init; }

    /// <summary>Seconds that are left by the budget.</summary>
    public double SecondsLeft { get; init; }

    /// <summary>Whether development data was measured at this step.</summary>
    [JsonIgnore]
    public bool IsMeasured => DevBitsPerByte is not null || DevBitsPerLabel is not null;
}
