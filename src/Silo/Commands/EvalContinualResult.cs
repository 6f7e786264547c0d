using System.Globalization;
using Samantha.Training.Continual.Benchmarks;
using Samantha.Training.Continual.Metrics;

namespace Samantha.Silo.Commands;

/// <summary>What came of a run.</summary>
internal sealed record EvalContinualResult(ClincRun Run, StreamRecord Record, ContinualMetrics Metrics)
{
    public string Line() => string.Create(
        CultureInfo.InvariantCulture,
        $"ACC {100 * Metrics.Accuracy:0.0}  BWT {100 * Metrics.BackwardTransfer:0.0}  anytime {100 * Metrics.Anytime:0.0}  drop {100 * Metrics.Drop:0.0}  {Record.Learning.TotalSeconds:0} s{Refusing()}");

    private string Refusing() => Record.Scope is not { } scope ? "" : string.Create(
        CultureInfo.InvariantCulture,
        $"  refusing {100 * scope.InScopeAccuracy:0.0}  out-of-scope recall {100 * scope.OutOfScopeRecall:0.0}");
}
