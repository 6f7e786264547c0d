using Samantha.Training.Continual.Benchmarks;
using Samantha.Training.Continual.Strategies;

namespace Samantha.Silo.Commands;

/// <summary>How many samples strategies of CLINC150 may keep.</summary>
internal static class StoredSamples
{
    // A tenth of the stream.
    private const int Default = 1500;

    /// <summary>The numbers that a strategy is run with.</summary>
    /// <param name="strategy">Its name.</param>
    /// <param name="given">What was asked for, if anything.</param>
    public static IReadOnlyCollection<int> Of(string strategy, int[]? given) => ClincBenchmark.KeepsOf(strategy) switch
    {
        Keeps.Samples => given is { Length: > 0 } ? given : [Default],
        Keeps.Nothing => [0],
        _ => [int.MaxValue],
    };

    /// <summary>A line for each strategy that was asked for together with a number that it has no use for.</summary>
    public static IEnumerable<string> Ignored(string[]? strategies, int[]? given) =>
        from strategy in given is { Length: > 0 } ? strategies ?? [] : []
        where ClincBenchmark.Names.Contains(strategy) && ClincBenchmark.KeepsOf(strategy) != Keeps.Samples
        select $"--buffer has no effect on {strategy}, which keeps {(ClincBenchmark.KeepsOf(strategy) == Keeps.Nothing ? "no sample" : "all samples")}.";
}
