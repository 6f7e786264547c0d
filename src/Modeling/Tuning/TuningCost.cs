namespace Samantha.Modeling.Tuning;

/// <summary>What a way to hold the weights costs.</summary>
/// <param name="Learned">Numbers that are learned, each with its gradient and the optimizer's moments.</param>
/// <param name="Served">Numbers that serving computes with beside the decoder's own, once all that can be merged is.</param>
/// <param name="Positions">Positions of the context that are taken.</param>
public readonly record struct TuningCost(long Learned, long Served = 0, int Positions = 0);
