using Samantha.Training.Continual.Metrics;

namespace Samantha.Training.Continual.Language;

/// <summary>What a strategy made of the stream of domains.</summary>
/// <param name="Strategy">Its name.</param>
/// <param name="Seed">The run's seed.</param>
/// <param name="Memory">Rows that it may keep.</param>
/// <param name="Steps">Gradient steps that it made.</param>
/// <param name="Record">How it went, in accuracies of the next token.</param>
/// <param name="Perplexities">R in perplexities: row i has that on every domain when domain i had been learned.</param>
/// <param name="Untrained">Every domain's perplexity before anything was learned.</param>
public sealed record LanguageResult(
    string Strategy, long Seed, int Memory, int Steps, StreamRecord Record, IReadOnlyList<IReadOnlyList<double>> Perplexities, IReadOnlyList<double> Untrained)
{
    /// <summary>Every domain's perplexity at the end.</summary>
    public IReadOnlyList<double> End => Perplexities[^1];

    /// <summary>The largest of the earlier domains' perplexities at the end as multiples of another run's, joint training's for one.</summary>
    public double WorstEarlierAgainst(LanguageResult other) => End.Zip(other.End, (own, others) => own / others).SkipLast(1).Max();
}
