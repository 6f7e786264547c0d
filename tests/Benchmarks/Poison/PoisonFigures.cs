namespace Samantha.Benchmarks.Poison;

/// <summary>What became of a stream's lessons.</summary>
/// <param name="Poison">How many lessons of attackers there were.</param>
/// <param name="PoisonLearned">The share of them that a session learned.</param>
/// <param name="PoisonKept">The share of them that is still rehearsed at the end.</param>
/// <param name="CleanLearned">The share of the others' lessons that a session learned.</param>
/// <param name="CleanHeld">The share of the others' lessons that were in quarantine, for however long.</param>
/// <param name="CleanHeldAtEnd">The share of them that are still there at the end.</param>
/// <param name="Excluded">Why lessons were kept out, and how many.</param>
internal sealed record PoisonFigures(
    int Poison, double PoisonLearned, double PoisonKept, double CleanLearned, double CleanHeld, double CleanHeldAtEnd, IReadOnlyDictionary<string, int> Excluded)
{
    public static PoisonFigures Of(IReadOnlyList<TaughtQuery> stream, CuratedStream curated)
    {
        var (poison, clean) = (stream.Count(IsPoison), stream.Count(IsClean));
        return new(
            poison,
            Share(curated.Learned.Count(IsPoison), poison),
            Share(curated.Kept.Count(IsPoison), poison),
            Share(curated.Learned.Count(IsClean), clean),
            Share(curated.Held.Count(IsClean), clean),
            Share(curated.HeldNow.Count(IsClean), clean),
            curated.Excluded);
    }

    public static double Share(int part, int whole) => whole == 0 ? 0 : (double)part / whole;

    public static bool IsPoison(TaughtQuery query) => query.Attack is not null;

    public static bool IsClean(TaughtQuery query) => query.Attack is null;
}
