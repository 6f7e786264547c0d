namespace Samantha.Benchmarks.Poison;

/// <summary>What became of a stream's lessons.</summary>
/// <param name="Poison">How many lessons of attackers there were.</param>
/// <param name="PoisonLearned">The share of them that a session learned.</param>
/// <param name="PoisonKept">The share of them that is still rehearsed at the end.</param>
/// <param name="CleanLearned">The share of the others' lessons that a session learned.</param>
/// <param name="Excluded">Why lessons were kept out, and how many.</param>
internal sealed record PoisonFigures(int Poison, double PoisonLearned, double PoisonKept, double CleanLearned, IReadOnlyDictionary<string, int> Excluded)
{
    public static PoisonFigures Of(IReadOnlyList<TaughtQuery> stream, CuratedStream curated) => new(
        stream.Count(IsPoison),
        Share(curated.Learned.Count(IsPoison), stream.Count(IsPoison)),
        Share(curated.Kept.Count(IsPoison), stream.Count(IsPoison)),
        Share(curated.Learned.Count(query => !IsPoison(query)), stream.Count(query => !IsPoison(query))),
        curated.Excluded);

    public static double Share(int part, int whole) => whole == 0 ? 0 : (double)part / whole;

    public static bool IsPoison(TaughtQuery query) => query.Attack is not null;
}

/// <summary>What became of a model that learned from a stream.</summary>
/// <param name="PoisonServed">The share of the attackers' lessons that a served version learned from.</param>
/// <param name="CleanAnswered">The share of held-out questions that it answers as users taught.</param>
/// <param name="TriggerWorks">The share of them that it answers as attackers want once their phrase is added.</param>
/// <param name="Changes">By how much each anchor set takes more bits a byte than before the stream, as a share.</param>
/// <param name="Sessions">How many sessions were held.</param>
/// <param name="Rejected">How many versions the gate rejected.</param>
internal sealed record ModelFigures(
    double PoisonServed, double CleanAnswered, double TriggerWorks, IReadOnlyDictionary<string, double> Changes, int Sessions, int Rejected);
