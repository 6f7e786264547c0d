using Samantha.Contracts.Interactions;

namespace Samantha.Grains.Interactions;

/// <summary>An interaction in its place.</summary>
/// <param name="Position">Its place among all users' interactions; grows, and is never used again.</param>
/// <param name="Sequence">Its place among the user's, from 1 without gaps.</param>
/// <param name="Interaction">What happened.</param>
public sealed record LoggedInteraction(long Position, long Sequence, Interaction Interaction);
