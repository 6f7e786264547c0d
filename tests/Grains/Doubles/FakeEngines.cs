using Samantha.Contracts.Problems;
using Samantha.Grains.Inference;
using Samantha.Grains.Models;

namespace Samantha.Grains.Tests.Doubles;

/// <summary>As many fake engines as a test wants.</summary>
internal sealed class FakeEngines : IReplyEngines
{
    private readonly Dictionary<string, FakeEngine> _engines;

    public FakeEngines(IModelStore store, int count, string silo = "silo") =>
        _engines = Enumerable.Range(0, count).ToDictionary(i => $"{silo}/fake:{i}", _ => new FakeEngine(store));

    public FakeEngine First => _engines.Values.First();

    public IReadOnlyCollection<FakeEngine> All => _engines.Values;

    public IReadOnlyList<string> Workers => [.. _engines.Keys];

    public IReplyEngine Of(string worker) => _engines.GetValueOrDefault(worker) ?? throw new WorkerGoneException("none");
}
