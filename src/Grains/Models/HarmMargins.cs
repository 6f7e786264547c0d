using Samantha.Contracts.Models;

namespace Samantha.Grains.Models;

/// <summary>
/// How much worse than the version from before a version may be and yet count as harmless. Versions are never quite equal,
/// and what nobody would notice is no reason to take one back.
/// </summary>
public sealed record HarmMargins
{
    /// <summary>More requests that fail, as a share of all; above 0.</summary>
    public double Errors { get; set; } = 0.05;

    /// <summary>How many times as long a reply's first token may take; above 1.</summary>
    public double FirstToken { get; set; } = 2;

    /// <summary>How many times as long every further token may take; above 1.</summary>
    public double PerToken { get; set; } = 1.5;

    /// <summary>How much lower the mean rating, in [-1, 1], may be; above 0.</summary>
    public double Ratings { get; set; } = 0.4;

    /// <summary>How much more a reply may lower the user's valence, in [-1, 1]; above 0.</summary>
    public double Mood { get; set; } = 0.15;

    /// <summary>The margin of a signal, in its own unit.</summary>
    internal double Of(Signal signal) => signal switch
    {
        Signal.Errors => Errors,
        Signal.FirstToken => Math.Log(FirstToken),
        Signal.PerToken => Math.Log(PerToken),
        Signal.Ratings => Ratings,
        _ => Mood,
    };
}
