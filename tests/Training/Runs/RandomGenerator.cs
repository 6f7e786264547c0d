namespace Samantha.Training.Tests.Runs;

/// <summary>Tests that seed or use libtorch's one generator, and so run one after another.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class RandomGenerator
{
    public const string Name = "the random generator";
}
