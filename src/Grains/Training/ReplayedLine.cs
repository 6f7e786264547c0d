namespace Samantha.Grains.Training;

/// <summary>A history made again.</summary>
/// <param name="State">What the trainer would remember.</param>
/// <param name="Ledger">Its sessions.</param>
/// <param name="Serving">The version that would be served.</param>
internal sealed record ReplayedLine(TrainerState State, SessionLedger Ledger, string Serving);
