using Samantha.Training.Continual.Benchmarks;
using Samantha.Training.Evaluation;

namespace Samantha.Benchmarks.Poison;

/// <summary>Each attack by itself, at each rate: what sessions would learn from, and how many honest lessons are held back for it.</summary>
/// <param name="data">What is taught.</param>
internal sealed class PoisonedCuration(Clinc150 data)
{
    private const int SessionLessons = 64;

    /// <summary>Measures, and writes a row for each.</summary>
    /// <param name="sizes">Streams, of which the mean is told and the worst.</param>
    /// <param name="rates">Which shares of the users attack.</param>
    public async Task RunAsync(IReadOnlyList<StreamSize> sizes, double[] rates)
    {
        var all = new List<object>();
        foreach (var rate in rates)
        {
            foreach (var attack in Enum.GetValues<Attack>())
            {
                var (open, held) = (new List<PoisonFigures>(), new List<PoisonFigures>());
                foreach (var size in sizes)
                {
                    var stream = PoisonStream.Make(data, size, rate, [attack]);
                    open.Add(await RunAsync(stream, defended: false));
                    held.Add(await RunAsync(stream, defended: true));
                    all.Add(new { attack, rate, size, undefended = open[^1], defended = held[^1] });
                }

                ResultsTable.Append(
                    Path.Combine(Checkout.Results, "poison.md"), "Poison in the stream",
                    ("attack", $"{attack}"), ("attackers", Figure.Percent(rate)), ("seeds", $"{sizes.Count}"), ("lessons of attackers", $"{held[0].Poison}"),
                    ("of them learned without defence", Figure.Percent(open.Average(run => run.PoisonLearned))),
                    ("with", Figure.Percent(held.Average(run => run.PoisonLearned))), ("worst seed", Figure.Percent(held.Max(run => run.PoisonLearned))),
                    ("still rehearsed at the end", Figure.Percent(held.Average(run => run.PoisonKept))),
                    ("honest lessons learned without", Figure.Percent(open.Average(run => run.CleanLearned))), ("with defence", Figure.Percent(held.Average(run => run.CleanLearned))),
                    ("held back for a time", Figure.Percent(held.Average(run => run.CleanHeld))), ("at the end", Figure.Percent(held.Average(run => run.CleanHeldAtEnd))));
            }
        }

        RawFigures.Write("poison", new { runs = all });
    }

    private static async Task<PoisonFigures> RunAsync(IReadOnlyList<TaughtQuery> stream, bool defended)
    {
        using var scratch = Checkout.NewScratch("poison");
        await using var curated = new CuratedStream(scratch.Folder, Defence.Options(defended, SessionLessons), Defence.Language(defended));
        await curated.TeachAsync(stream, _ => true);
        return PoisonFigures.Of(stream, curated);
    }
}
