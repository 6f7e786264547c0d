using Samantha.Contracts.Training;
using Samantha.Grains.Lessons;

namespace Samantha.Grains.Tests.Doubles;

/// <summary>Decisions in memory, that outlive clusters.</summary>
internal sealed class MemoryCurationLog : ICurationLog
{
    private readonly Lock _gate = new();
    private readonly List<CurationRecord> _records = [];

    /// <summary>All of them, oldest first.</summary>
    public IReadOnlyList<CurationRecord> All
    {
        get
        {
            lock (_gate)
                return [.. _records];
        }
    }

    public Task Record(IReadOnlyList<CurationRecord> decisions)
    {
        lock (_gate)
        {
            foreach (var decision in decisions)
            {
                if (!_records.Any(known => (known.Position, known.Session, known.Outcome) == (decision.Position, decision.Session, decision.Outcome)))
                    _records.Add(decision with { Number = _records.Count + 1 });
            }
        }

        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<CurationRecord>> Read(CurationQuery query) => Task.FromResult<IReadOnlyList<CurationRecord>>([.. All.Reverse().Take(query.Limit)]);
}
