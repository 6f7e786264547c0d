using static TorchSharp.torch;

namespace Samantha.Training.Lessons.Neurons;

/// <summary>Places in texts at which a token is to be said, one after another.</summary>
/// <param name="Inputs">What the last feed-forward layer reads there, [places, hidden].</param>
/// <param name="Streams">What the last block gives there, [places, hidden].</param>
/// <param name="Tokens">The token that is to be said, [places].</param>
internal sealed record TokenPlaces(Tensor Inputs, Tensor Streams, Tensor Tokens);
