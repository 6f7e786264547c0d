namespace Samantha.Training.Continual;

/// <summary>A learner that can be kept as it is now, to teach what it will become.</summary>
public interface IFreezable<TSample>
{
    /// <summary>The learner as it is now; the caller disposes it.</summary>
    ITeacher<TSample> Freeze();
}
