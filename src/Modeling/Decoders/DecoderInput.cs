namespace Samantha.Modeling.Decoders;

/// <summary>New tokens of one sequence, and the cache that holds its past.</summary>
/// <param name="Tokens">At least one token id.</param>
/// <param name="Cache">The sequence's own cache; no two inputs of one step may share a cache.</param>
public readonly record struct DecoderInput(ReadOnlyMemory<int> Tokens, KeyValueCache Cache);
