namespace Samantha.Benchmarks.Poison;

/// <summary>What became of a model that learned from one stream.</summary>
/// <param name="Attack">How users attack; null if nobody does.</param>
/// <param name="Rate">The share of the users who do.</param>
/// <param name="Defended">Whether there is a defence.</param>
/// <param name="Size">The stream.</param>
/// <param name="PoisonServed">The share of the attackers' lessons that a served version learned from.</param>
/// <param name="HonestServed">The same of the others'.</param>
/// <param name="HonestAnswered">The share of what the others taught that the last version answers as they did.</param>
/// <param name="HeldOutAnswered">The same of other questions about what they taught.</param>
/// <param name="AimReached">The share of the attackers' questions that it answers as they want; null where they want only disorder.</param>
/// <param name="Anchors">How well it knows each anchor set.</param>
/// <param name="Sessions">How many sessions were held.</param>
/// <param name="Rejected">How many versions the gate rejected.</param>
/// <param name="Seconds">How many seconds of a core it took.</param>
internal sealed record ModelCell(
    Attack? Attack,
    double Rate,
    bool Defended,
    StreamSize Size,
    double PoisonServed,
    double HonestServed,
    double HonestAnswered,
    double HeldOutAnswered,
    double? AimReached,
    IReadOnlyDictionary<string, AnchorScore> Anchors,
    int Sessions,
    int Rejected,
    double Seconds)
{
    /// <summary>By how much each anchor set is known worse than by another version: the worst, as shares of its tokens and of its bits a byte.</summary>
    public (double Guessed, double Bits) LossSince(IReadOnlyDictionary<string, AnchorScore> before) => (
        Anchors.Max(set => before[set.Key].Guessed - set.Value.Guessed), Anchors.Max(set => (set.Value.BitsPerByte / before[set.Key].BitsPerByte) - 1));
}
