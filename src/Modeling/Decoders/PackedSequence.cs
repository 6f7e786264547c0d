using static TorchSharp.torch;

namespace Samantha.Modeling.Decoders;

/// <summary>The rows of one sequence in a packed batch.</summary>
/// <param name="Cache">Its past.</param>
/// <param name="Start">Its first row.</param>
/// <param name="Count">How many rows it has.</param>
/// <param name="Mask">
/// [count · group, past + count], true where a query may see a key; null for a single row, which sees all, and for rows
/// without a past, which see each other causally.
/// </param>
internal sealed record PackedSequence(KeyValueCache Cache, int Start, int Count, Tensor? Mask);
