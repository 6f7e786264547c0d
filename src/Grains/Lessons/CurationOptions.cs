namespace Samantha.Grains.Lessons;

/// <summary>How lessons are held against each other, and how long what was decided is remembered.</summary>
public sealed record CurationOptions
{
    /// <summary>Whether lessons are held against each other at all; without, only the rules for each one hold.</summary>
    public bool Defend { get; set; } = true;

    /// <summary>How many users must teach an answer before questions are told by it, at least 2; each counts as much as they are trusted, a newcomer for one.</summary>
    public int Quorum { get; set; } = 2;

    /// <summary>
    /// How many nats likelier a question must be among those that another answer is taught for than among those of its own, to
    /// count as mislabelled; above 0.
    /// </summary>
    public double Odds { get; set; } = 5;

    /// <summary>How similar two questions must be to count as the same, as the cosine of their weighted words, in (0, 1].</summary>
    public double SameQuestion { get; set; } = 0.9;

    /// <summary>The least trust that is heard, in [0, 1).</summary>
    public double LeastTrust { get; set; } = 0.4;

    /// <summary>How many objections at least make a user lose trust.</summary>
    public int Strikes { get; set; } = 2;

    /// <summary>
    /// How much a user's own emotional answer weighs beside their judgement, in [0, 1): their voice in a contradiction counts so
    /// much more after a reply that moved their valence by all of its range.
    /// </summary>
    public double EmotionWeight { get; set; } = 0.2;

    /// <summary>How many decisions are kept; the oldest go.</summary>
    public int MostDecisions { get; set; } = 100_000;

    /// <summary>How many lessons are kept in quarantine; the oldest go.</summary>
    public int MostQuarantined { get; set; } = 1_000;
}
