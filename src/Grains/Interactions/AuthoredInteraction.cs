using Samantha.Contracts.Conversations;
using Samantha.Contracts.Interactions;

namespace Samantha.Grains.Interactions;

/// <summary>An interaction as those see it who may not know whose it is.</summary>
/// <param name="Position">Its place among all users' interactions.</param>
/// <param name="Author">Stands for the user: the same for all of a user's interactions, until they are forgotten.</param>
/// <param name="Consent">What the user said about learning, as it stands now.</param>
/// <param name="Interaction">What happened.</param>
public sealed record AuthoredInteraction(long Position, long Author, Consent Consent, Interaction Interaction);
