using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace Orleans.Runtime;

/// <summary>The activations of one silo, by grain.</summary>
internal sealed class ActivationDirectory
{
    private readonly ConcurrentDictionary<GrainId, IMessageTarget> _targets = new();

    public IEnumerable<Activation> Activations => _targets.SelectMany(entry => entry.Value.Activations);

    public int Count => _targets.Count;

    /// <summary>How many activations there are of each class.</summary>
    public SimpleGrainStatistic[] Statistics(SiloAddress silo) =>
    [
        .. Activations.CountBy(activation => activation.Shared.GrainClass).Select(ofClass => new SimpleGrainStatistic
        {
            GrainType = $"{ofClass.Key.FullName},{ofClass.Key.Assembly.GetName().Name}",
            SiloAddress = silo,
            ActivationCount = ofClass.Value,
        }),
    ];

    public bool TryGet(GrainId grainId, [NotNullWhen(true)] out IMessageTarget? target) => _targets.TryGetValue(grainId, out target);

    /// <summary>Adds a target unless there is one; returns the one that is there.</summary>
    public IMessageTarget GetOrAdd(GrainId grainId, IMessageTarget target) => _targets.GetOrAdd(grainId, target);

    public void Remove(Activation activation)
    {
        // By value too: a new activation of the grain must not be removed by the end of an old one.
        if (TryGet(activation.GrainId, out var target) && target is StatelessWorkerGroup group)
            group.Remove(activation);
        else
            _targets.TryRemove(new(activation.GrainId, activation));
    }
}
