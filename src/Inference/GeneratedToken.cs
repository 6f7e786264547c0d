namespace Samantha.Inference;

/// <summary>One element of a reply as it is written: a token, or the closing element. The texts of all make the reply.</summary>
/// <param name="Id">The token's id; null in the closing element.</param>
/// <param name="Text">
/// The text that became certain with it: whole characters, often a word, sometimes nothing, as half a character and what may
/// begin a stop string are held back. The closing element brings what was held back to the end.
/// </param>
/// <param name="LogProbability">The token's log-probability in nats under the model itself, before any sampling option; 0 in the closing element.</param>
/// <param name="Version">The version that answers; the same in all elements.</param>
/// <param name="End">How the reply ended; set in the closing element alone.</param>
public sealed record GeneratedToken(int? Id, string Text, float LogProbability, string Version, GenerationEnd? End = null);
