namespace Samantha.Benchmarks.Poison;

/// <summary>How large a stream is.</summary>
/// <param name="Users">How many users teach.</param>
/// <param name="Intents">How many things they teach about.</param>
/// <param name="Lessons">How many lessons each of them teaches; attackers twice as many.</param>
/// <param name="Seed">Decides all that is chance.</param>
internal sealed record StreamSize(int Users, int Intents, int Lessons, long Seed);
