namespace Samantha.Training.Gate;

/// <summary>An estimate with its confidence bounds.</summary>
public readonly record struct Interval(double Low, double Estimate, double High);
