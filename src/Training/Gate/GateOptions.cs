namespace Samantha.Training.Gate;

/// <summary>What a candidate must show.</summary>
public sealed record GateOptions
{
    /// <summary>How much the bits a byte of an anchor set may grow, as a share: 0.01 is one percent.</summary>
    public double Margin { get; init; } = 0.01;

    /// <summary>
    /// How much they may grow in all since the line's root, as a share: what each version loses may be little and yet add up.
    /// </summary>
    public double LineMargin { get; init; } = 0.1;

    /// <summary>The confidence of the bounds, in (0, 1).</summary>
    public double Confidence { get; init; } = 0.95;

    /// <summary>The share of new lessons whose answer must be given to the question as it was taught, in [0, 1].</summary>
    public double LearnedShare { get; init; } = 0.5;

    /// <summary>The share of the rehearsed lessons that the parent answers which the candidate must still answer, in [0, 1].</summary>
    public double RetainedShare { get; init; } = 0.8;

    /// <summary>The most held-out anchors of a set that are measured.</summary>
    public int MostAnchors { get; init; } = 48;

    /// <summary>The characters of an anchor that are measured, from its beginning: many beginnings say more than few wholes.</summary>
    public int AnchorLength { get; init; } = 480;

    /// <summary>How often the bootstrap draws.</summary>
    public int Resamples { get; init; } = 2000;
}
