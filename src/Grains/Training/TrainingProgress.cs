using Samantha.Contracts.Training;

namespace Samantha.Grains.Training;

/// <summary>How far training is.</summary>
/// <param name="Phase">Training or evaluating.</param>
/// <param name="Step">Optimizer steps done.</param>
/// <param name="Steps">Optimizer steps in all.</param>
/// <param name="TokensPerSecond">How fast it goes.</param>
/// <param name="Point">The new point of the curve, if there is one.</param>
public sealed record TrainingProgress(
    TrainingPhase Phase,
    int Step,
    int Steps,
    double TokensPerSecond,
    CurvePoint? Point);
