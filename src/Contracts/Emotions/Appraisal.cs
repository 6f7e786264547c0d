using Orleans;

namespace Samantha.Contracts.Emotions;

/// <summary>What one event, a user's words or their rating of a reply, means to the companion.</summary>
[GenerateSerializer, Immutable, Alias("samantha.appraisal")]
public sealed record Appraisal
{
    /// <summary>How pleasant the event is, in [-1, 1].</summary>
    [Id(0)]
    public double Valence { get; init; }

    /// <summary>How rousing it is, in [-1, 1].</summary>
    [Id(1)]
    public double Arousal { get; init; }

    /// <summary>How much in control the user feels, in [-1, 1].</summary>
    [Id(2)]
    public double Dominance { get; init; }

    /// <summary>How emotional it is at all, in [0, 1]. At 0 the event moves nothing but trust.</summary>
    [Id(3)]
    public double Intensity { get; init; }

    /// <summary>Kindness towards the companion, in [0, 1]: it earns trust.</summary>
    [Id(4)]
    public double Warmth { get; init; }

    /// <summary>Hostility, in [0, 1]: it costs trust.</summary>
    [Id(5)]
    public double Hostility { get; init; }

    /// <summary>The label that stands out; neutral if none does.</summary>
    [Id(6)]
    public string Dominant { get; init; } = "neutral";
}
