namespace Samantha.Training.Data;

/// <summary>How tokens are hidden from an encoder; the defaults are BERT's (Devlin et al. 2019, section 3.1).</summary>
public sealed record MaskingOptions
{
    /// <summary>The share of a row's tokens that are to be predicted, in (0, 1).</summary>
    public double Share { get; init; } = 0.15;

    /// <summary>The share of these that the mask replaces.</summary>
    public double Masked { get; init; } = 0.8;

    /// <summary>The share of these that any token replaces; what is left stays as it is.</summary>
    public double Replaced { get; init; } = 0.1;

    /// <exception cref="ArgumentException">A share is impossible.</exception>
    public MaskingOptions Validated()
    {
        if (Share is not (> 0 and < 1) || Masked < 0 || Replaced < 0 || Masked + Replaced > 1)
            throw new ArgumentException("The share of hidden tokens must be in (0, 1), and masked and replaced ones together at most all of these.");
        return this;
    }
}
