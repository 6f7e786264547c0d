using Samantha.Contracts.Training;

namespace Samantha.Grains.Lessons;

/// <summary>
/// The record of what was decided of lessons and why. It holds no words of users, goes with its author when they are
/// forgotten, and keeps the latest decisions only.
/// </summary>
/// <remarks>Both methods may throw <see cref="Contracts.Problems.StorageUnavailableException"/>.</remarks>
public interface ICurationLog
{
    /// <summary>
    /// Records decisions and returns once they are durable. A decision that is there already, by position, session and
    /// outcome, is not recorded twice, and none of an author who is gone.
    /// </summary>
    Task Record(IReadOnlyList<CurationRecord> decisions);

    /// <summary>The latest decisions that a query asks for, newest first.</summary>
    Task<IReadOnlyList<CurationRecord>> Read(CurationQuery query);
}
