namespace Samantha.Silo.Tests.Telemetry;

/// <summary>Who listens to spans hears all of the process: such tests run one after the other, when no others do.</summary>
[CollectionDefinition(nameof(SpansOfTheProcess), DisableParallelization = true)]
public sealed class SpansOfTheProcess;
