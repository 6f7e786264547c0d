using Samantha.Contracts.Training;

namespace Samantha.Grains.Training;

/// <summary>A session that ended.</summary>
/// <param name="Session">The session as it is shown.</param>
/// <param name="End">How it ended where it made a version; null where it failed, and the next ones do not depend on it.</param>
internal sealed record EndedSession(TrainingSession Session, SessionEnd? End);
