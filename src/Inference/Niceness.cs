namespace Samantha.Inference;

/// <summary>
/// How far a thread gives way to those that serve requests: Linux's niceness, of which each level is worth a fifth of the share
/// of the processor. A thread that gets hardly any would hold up every collection of garbage, and with it those whom it is to
/// give way to: no level is the lowest there is.
/// </summary>
public enum Niceness
{
    /// <summary>A third of a normal thread's share, for what a rollout waits for; at 10 it was starved under heavy load.</summary>
    Loading = 5,

    /// <summary>A quarter of a normal thread's share, for what users wait for though nobody's request does.</summary>
    Learning = 6,

    /// <summary>A tenth of a normal thread's share, for what nobody waits for.</summary>
    Measuring = 10,
}
